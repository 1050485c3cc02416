/* The shortest path that begins as another one does and then turns off: by length, by number of links, by nodes.

   What is left to the goal, counted once for all nodes, leads the search there (Hart, Nilsson & Raphael 1968,
   https://doi.org/10.1109/TSSC.1968.300136). A length is summed from the start; two are equal where they agree to 33
   binary digits, about ten decimal ones, so that 1/3 + 1/3 + 1/3 is 1. */

#include "detour.h"

enum { GRAIN = 19 };
#define SLACK (1 + 1e-10) /* what is left to the goal is summed in another order, and so rounded otherwise */

void *grown(void *memory, int64_t *room, int64_t size, size_t each)
{
    if (size < *room)
        return memory;
    void *new = realloc(memory, (size_t)(2 * size + 64) * each);
    if (new)
        *room = 2 * size + 64;
    return new;
}

int64_t rounded(double length)
{
    int64_t bits;
    memcpy(&bits, &length, sizeof bits);
    return (bits + (1 << (GRAIN - 1))) >> GRAIN;
}

double end_of(double length)
{
    int64_t bits = ((rounded(length) + 1) << GRAIN) - (1 << (GRAIN - 1)) - 1;
    memcpy(&length, &bits, sizeof length);
    return fmin(length, 1.7976931348623157e308);
}

int open_detours(struct search *s)
{
    size_t n = (size_t)s->n;
    s->shut = calloc(n, 1);
    s->last = malloc(n * sizeof *s->last), s->latest = malloc(n * sizeof *s->latest);
    if (!s->shut || !s->last || !s->latest)
        return NO_MEMORY;
    for (int64_t node = 0; node < s->n; node++)
        s->last[node] = -1, s->latest[node] = -1;
    return find_least(s);
}

void close_detours(struct search *s)
{
    free(s->shut), free(s->last), free(s->latest), free(s->least);
    free(s->heap), free(s->settled), free(s->through);
}

static int later(const struct way *a, const struct way *b)
{
    if (a->bound != b->bound)
        return a->bound > b->bound;
    if (a->links != b->links)
        return a->links > b->links;
    return a->node != b->node ? a->node > b->node : a->length > b->length;
}

static int push(struct search *s, struct way new)
{
    struct way *heap = grown(s->heap, &s->room, s->size, sizeof *heap);
    if (!heap)
        return NO_MEMORY;
    s->heap = heap;
    int64_t hole = s->size++;
    for (; hole && later(&heap[(hole - 1) / 2], &new); hole = (hole - 1) / 2)
        heap[hole] = heap[(hole - 1) / 2];
    heap[hole] = new;
    return DONE;
}

static struct way pop(struct search *s)
{
    struct way *heap = s->heap, top = heap[0], last = heap[--s->size];
    int64_t hole = 0;
    for (int64_t child = 1; child < s->size; child = 2 * hole + 1) {
        child += child + 1 < s->size && later(&heap[child], &heap[child + 1]);
        if (!later(&last, &heap[child]))
            break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = last;
    return top;
}

/* Whether a way to a node was settled that is neither longer nor has more links. */
static int beaten(const struct search *s, int32_t node, double length, int64_t links)
{
    for (int64_t k = s->last[node]; k >= 0; k = s->settled[k].earlier)
        if (s->settled[k].length <= length && s->settled[k].links <= links)
            return 1;
    return 0;
}

static int settle(struct search *s, struct way here)
{
    struct way *settled = grown(s->settled, &s->settled_room, s->count, sizeof *settled);
    if (!settled)
        return NO_MEMORY;
    s->settled = settled;
    here.earlier = s->last[here.node];
    s->last[here.node] = s->count;
    settled[s->count++] = here;
    return DONE;
}

/* Settle ways from the end of a path's beginning, those that promise the shortest path first, until the goal is reached
   by all that may be equally short. */
static int reach(struct search *s, struct way first)
{
    s->size = s->count = 0;
    int result = push(s, first);
    while (!result && s->size && s->heap[0].bound <= s->end * SLACK) {
        struct way here = pop(s);
        if (*s->stop || s->left <= 0)
            return *s->stop ? STOPPED : OUT_OF_WORK;
        s->left--;
        if (beaten(s, here.node, here.length, here.links))
            continue;
        result = settle(s, here);
        if (here.node == s->goal)
            s->end = fmin(s->end, end_of(here.length));
        int64_t follow = s->most - here.links - 1, layer = follow < s->layers ? follow : s->layers - 1;
        if (here.node == s->goal || follow < 0)
            continue;
        for (int64_t i = s->to.starts[here.node]; i < s->to.starts[here.node + 1] && !result; i++) {
            int32_t node = s->to.ids[i];
            double length = here.length + s->to.lengths[i], bound = length + s->least[layer * s->n + node];
            int shut = s->shut[node] & (here.node == first.node ? PASSED | BANNED : PASSED);
            if (!shut && bound < INFINITY && bound <= s->end * SLACK && !beaten(s, node, length, here.links + 1))
                result = push(s, (struct way){bound, length, here.links + 1, node, -1});
        }
    }
    return result;
}

int find_detour(struct search *s, int32_t turn, double length, int64_t *links)
{
    int result = reach(s, (struct way){length, length, (int32_t)*links, turn, -1});
    *links = 0;
    for (int64_t k = s->last[s->goal]; k >= 0 && !result; k = s->settled[k].earlier)
        if (s->settled[k].length <= s->end && (!*links || s->settled[k].links < *links))
            *links = s->settled[k].links;
    return result;
}

/* Return the largest x with x + length <= end in floating point, -1 where there is none. */
static double latest(double end, double length)
{
    double x = end - length, unit = nextafter(end, INFINITY) - end;
    if (x < 0)
        return -1;
    double low = fmax(x - 2 * unit, 0), high = x + 2 * unit;
    int64_t below, above;
    memcpy(&below, &low, sizeof low), memcpy(&above, &high, sizeof high);
    while (above - below > 1) { /* numbers above 0 are ordered as their bits are */
        int64_t middle = below + (above - below) / 2;
        memcpy(&x, &middle, sizeof x);
        if (x + length <= end)
            below = middle;
        else
            above = middle;
    }
    memcpy(&x, &below, sizeof x);
    return x;
}

/* List behind the layer that begins at `first` the nodes from where one link leads to it, `links` links from the start. */
static int add_layer(struct search *s, int64_t first, int64_t links)
{
    int64_t end = s->passed;
    for (int64_t k = first; k < end; k++) {
        struct through next = s->through[k];
        for (int64_t i = s->from.starts[next.node]; i < s->from.starts[next.node + 1]; i++) {
            int32_t node = s->from.ids[i];
            if (s->shut[node] & PASSED || s->last[node] < 0) /* the turn was settled, but is not to be passed again */
                continue;
            double most = latest(next.latest, s->from.lengths[i]);
            if (most <= s->latest[node] || !beaten(s, node, most, links))
                continue;
            if (s->latest[node] < 0) {
                struct through *through = grown(s->through, &s->passed_room, s->passed, sizeof *through);
                if (!through)
                    return NO_MEMORY;
                s->through = through;
                through[s->passed++].node = node;
            }
            s->latest[node] = most;
        }
    }
    for (int64_t k = end; k < s->passed; k++) {
        s->through[k].latest = s->latest[s->through[k].node];
        s->latest[s->through[k].node] = -1;
    }
    return DONE;
}

/* By the smallest nodes that lead to the goal in time. The links are the fewest within the end, so that no node comes
   twice. */
int take_detour(struct search *s, struct path *path, double length)
{
    int64_t follow = path->links - path->turn, *firsts = malloc((size_t)(follow + 1) * sizeof *firsts);
    struct through *through = grown(s->through, &s->passed_room, 0, sizeof *through);
    int result = firsts && through ? DONE : NO_MEMORY;
    s->passed = 0;
    if (!result) {
        s->through = through;
        through[s->passed++] = (struct through){s->end, s->goal};
        firsts[0] = 0, firsts[1] = 1;
    }
    for (int64_t layer = 1; layer < follow && !result; layer++) {
        result = add_layer(s, firsts[layer - 1], path->links - layer);
        firsts[layer + 1] = s->passed;
    }
    for (int64_t k = path->turn; k < path->links && !result; k++) {
        int64_t layer = path->links - k - 1, i = s->to.starts[path->nodes[k]];
        for (int64_t j = firsts[layer]; j < firsts[layer + 1]; j++)
            s->latest[s->through[j].node] = s->through[j].latest;
        while (length + s->to.lengths[i] > s->latest[s->to.ids[i]])
            i++;
        length += s->to.lengths[i];
        path->nodes[k + 1] = s->to.ids[i];
        for (int64_t j = firsts[layer]; j < firsts[layer + 1]; j++)
            s->latest[s->through[j].node] = -1;
    }
    path->length = length;
    free(firsts);
    return result;
}
