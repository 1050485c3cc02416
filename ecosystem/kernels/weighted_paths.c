/* The shortest simple paths between two nodes over links with lengths: by length, by number of links, by nodes.

   Yen 1971, https://doi.org/10.1287/mnsc.17.11.712. Every path turns off from those before in its own way (Lawler 1972,
   https://doi.org/10.1287/mnsc.18.7.401), so that none is found twice. */

#include "detour.h"

struct ban {
    int32_t node;
    const struct ban *next;
    struct ban *made_before;
};

/* The paths that wait to be given out, the last the first one; no more than are wanted. */
struct waiting {
    struct path **paths;
    int64_t size, room;
};

static int comes_after(const struct path *a, const struct path *b)
{
    if (rounded(a->length) != rounded(b->length))
        return rounded(a->length) > rounded(b->length);
    if (a->links != b->links)
        return a->links > b->links;
    int64_t k = 0;
    while (k < a->links && a->nodes[k] == b->nodes[k])
        k++;
    return a->nodes[k] > b->nodes[k];
}

static int wait(struct waiting *waiting, struct path *new, int64_t wanted)
{
    struct path **paths = grown(waiting->paths, &waiting->room, waiting->size, sizeof *paths);
    if (!paths)
        return NO_MEMORY;
    waiting->paths = paths;
    int64_t low = 0, high = waiting->size;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (comes_after(paths[middle], new))
            low = middle + 1;
        else
            high = middle;
    }
    memmove(paths + low + 1, paths + low, (size_t)(waiting->size++ - low) * sizeof *paths);
    paths[low] = new;
    if (waiting->size > wanted) {
        free(paths[0]);
        memmove(paths, paths + 1, (size_t)--waiting->size * sizeof *paths);
    }
    return DONE;
}

/* Let the first path wait that begins as this one up to a place and then turns off to none of the banned nodes. */
static int turn_off(struct search *s, const struct path *path, int64_t turn, const struct ban *bans, double length,
                    struct waiting *waiting, int64_t wanted)
{
    for (const struct ban *ban = bans; ban; ban = ban->next)
        s->shut[ban->node] |= BANNED;
    s->end = waiting->size < wanted ? INFINITY : end_of(waiting->paths[0]->length);
    int64_t links = turn;
    int result = find_detour(s, path->nodes[turn], length, &links);
    if (links && !result) {
        struct path *new = malloc(sizeof *new + (size_t)(links + 1) * sizeof *new->nodes);
        if (new) {
            *new = (struct path){.links = links, .turn = turn, .bans = bans};
            memcpy(new->nodes, path->nodes, (size_t)(turn + 1) * sizeof *new->nodes);
        }
        result = new ? take_detour(s, new, length) : NO_MEMORY;
        result = result ? result : wait(waiting, new, wanted);
        if (result)
            free(new);
    }
    for (int64_t k = 0; k < s->count; k++)
        s->last[s->settled[k].node] = -1;
    for (const struct ban *ban = bans; ban; ban = ban->next)
        s->shut[ban->node] &= PASSED;
    return result;
}

/* Let a path wait for every node of this one from its turn on. */
static int turn_off_everywhere(struct search *s, const struct path *path, struct ban **made, struct waiting *waiting,
                               int64_t wanted)
{
    int result = DONE;
    double length = 0;
    for (int64_t k = 0; k < path->links && !result; k++) {
        int32_t node = path->nodes[k], next = path->nodes[k + 1];
        s->shut[node] |= PASSED;
        if (k >= path->turn) {
            struct ban *ban = malloc(sizeof *ban);
            if (!ban)
                return NO_MEMORY;
            *ban = (struct ban){next, k == path->turn ? path->bans : NULL, *made};
            *made = ban;
            result = turn_off(s, path, k, ban, length, waiting, wanted);
        }
        int64_t i = s->to.starts[node];
        while (s->to.ids[i] != next)
            i++;
        length += s->to.lengths[i];
    }
    for (int64_t k = 0; k < path->links; k++)
        s->shut[path->nodes[k]] = 0;
    return result;
}

/* Store the first `top` paths of at most `most` links, one after the other, in `nodes`, which has room for so many, and
   their lengths; start and goal differ. `told` holds how many ways a search may still look at, and gets how many are
   left, then how many nodes are stored, and whether the room was too small. */
KERNEL int weighted_simple_paths(int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths,
                                 const int64_t *back_starts, const int32_t *back_ids, const double *back_lengths,
                                 int64_t start, int64_t goal, int64_t top, int64_t most, int32_t *nodes,
                                 double *found, int64_t room, int64_t *told, const volatile int32_t *stop)
{
    struct search s = {.to = {starts, ids, lengths}, .from = {back_starts, back_ids, back_lengths}, .n = n};
    s.most = most < n - 1 ? most : n - 1, s.left = told[0], s.goal = (int32_t)goal, s.stop = stop;
    struct waiting waiting = {NULL, 0, 0};
    struct ban *made = NULL;
    struct path *whole = malloc(sizeof *whole + sizeof *whole->nodes);
    int64_t stored = 0;
    int full = 0, result = whole ? open_detours(&s) : NO_MEMORY;
    if (!result) {
        *whole = (struct path){.links = 0};
        whole->nodes[0] = (int32_t)start;
        s.shut[start] = PASSED;
        result = turn_off(&s, whole, 0, NULL, 0, &waiting, top);
        s.shut[start] = 0;
    }
    while (!result && waiting.size) {
        struct path *path = waiting.paths[--waiting.size];
        full = stored + path->links + 1 > room;
        if (!full) {
            memcpy(nodes + stored, path->nodes, (size_t)(path->links + 1) * sizeof *nodes);
            stored += path->links + 1;
            *found++ = path->length;
            result = --top ? turn_off_everywhere(&s, path, &made, &waiting, top) : DONE;
        }
        free(path);
        if (full || !top)
            break;
    }
    while (waiting.size)
        free(waiting.paths[--waiting.size]);
    for (struct ban *before; made; made = before) {
        before = made->made_before;
        free(made);
    }
    close_detours(&s);
    free(whole), free(waiting.paths);
    told[0] = s.left, told[1] = stored, told[2] = full;
    return result == OUT_OF_WORK ? DONE : result;
}
