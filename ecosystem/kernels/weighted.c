/* Distances over links with lengths, and Freeman betweenness along them.

   Dijkstra 1959, https://doi.org/10.1007/BF01386390; Brandes 2001, https://doi.org/10.1080/0022250X.2001.9990249.
   Two paths are equally short where their lengths differ by less than a part in 10^10, so that 1/3 + 1/3 + 1/3 is 1. */

#include "kernels.h"

#define TOLERANCE 1e-10

struct place {
    double distance;
    int32_t node;
};

struct link {
    int32_t from, to;
};

struct search {
    int64_t n;
    const int64_t *starts;
    const int32_t *ids;
    const double *lengths;
    double *distance;
    int64_t *rank;   /* when a node was settled; n for one that is not */
    int32_t *order;  /* the settled nodes, nearest first */
    int64_t settled;
    struct place *heap; /* four children a place; out of date entries are passed over */
    int64_t size, room;
};

static int push(struct search *s, struct place new)
{
    if (s->size == s->room) {
        int64_t room = 2 * s->room + 64;
        struct place *heap = realloc(s->heap, (size_t)room * sizeof *heap);
        if (!heap)
            return NO_MEMORY;
        s->heap = heap;
        s->room = room;
    }
    int64_t hole = s->size++;
    for (; hole && new.distance < s->heap[(hole - 1) / 4].distance; hole = (hole - 1) / 4)
        s->heap[hole] = s->heap[(hole - 1) / 4];
    s->heap[hole] = new;
    return DONE;
}

/* Return the nearest of the places child up to child + 3, of which the first is in the heap. */
static int64_t nearest(const struct search *s, int64_t child)
{
    const struct place *heap = s->heap;
    int64_t left = child, right = child + 2;
    if (child + 3 < s->size) { /* sums, not jumps: a jump here would be guessed wrongly every other time */
        left += heap[child + 1].distance < heap[child].distance;
        right += heap[child + 3].distance < heap[child + 2].distance;
        return left + (right - left) * (heap[right].distance < heap[left].distance);
    }
    for (right = child + 1; right < s->size; right++)
        left = heap[right].distance < heap[left].distance ? right : left;
    return left;
}

static struct place pop(struct search *s)
{
    struct place *heap = s->heap, top = heap[0], last = heap[--s->size];
    int64_t hole = 0;
    while (4 * hole + 1 < s->size) {
        int64_t child = nearest(s, 4 * hole + 1);
        if (heap[child].distance >= last.distance)
            break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = last;
    return top;
}

static int settle_all(struct search *s, int32_t source)
{
    for (int64_t node = 0; node < s->n; node++) {
        s->distance[node] = INFINITY;
        s->rank[node] = s->n;
    }
    s->settled = s->size = 0;
    s->distance[source] = 0;
    if (push(s, (struct place){0, source}))
        return NO_MEMORY;
    while (s->size) {
        struct place here = pop(s);
        if (s->rank[here.node] < s->n)
            continue;
        s->rank[here.node] = s->settled;
        s->order[s->settled++] = here.node;
        for (int64_t i = s->starts[here.node]; i < s->starts[here.node + 1]; i++) {
            double distance = here.distance + s->lengths[i];
            if (distance < s->distance[s->ids[i]]) {
                s->distance[s->ids[i]] = distance;
                if (push(s, (struct place){distance, s->ids[i]}))
                    return NO_MEMORY;
            }
        }
    }
    return DONE;
}

/* List the links on shortest paths from the source, in the order of their first ends; return how many. */
static int64_t list_tight(const struct search *s, struct link *tight)
{
    int64_t links = 0;
    for (int64_t k = 0; k < s->settled; k++) {
        int32_t node = s->order[k];
        for (int64_t i = s->starts[node]; i < s->starts[node + 1]; i++) {
            int32_t to = s->ids[i];
            tight[links] = (struct link){node, to};
            links += s->distance[node] + s->lengths[i] <= s->distance[to] * (1 + TOLERANCE) && s->rank[to] > k;
        }
    }
    return links;
}

static void depend(const struct search *s, const int32_t *group, struct link *tight, double *paths, double *left,
                   double *sums, double *squares)
{
    int32_t source = s->order[0];
    int64_t links = list_tight(s, tight);
    for (int64_t k = 0; k < s->settled; k++)
        paths[s->order[k]] = k == 0;
    for (int64_t i = 0; i < links; i++)
        paths[tight[i].to] += paths[tight[i].from];
    for (int64_t k = s->settled - 1; k > 0; k--) {
        int32_t node = s->order[k];
        double after = 0;
        while (links && tight[links - 1].from == node)
            after += left[tight[--links].to];
        double dependency = after * paths[node];
        int counts = !group || (group[source] >= 0 && group[node] >= 0 && group[source] != group[node]);
        left[node] = (counts + dependency) / paths[node];
        sums[node] += dependency;
        squares[node] += dependency * dependency;
    }
}

static int open_search(struct search *s, int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths)
{
    *s = (struct search){.n = n, .starts = starts, .ids = ids, .lengths = lengths};
    s->distance = malloc((size_t)n * sizeof *s->distance);
    s->rank = malloc((size_t)n * sizeof *s->rank);
    s->order = malloc((size_t)n * sizeof *s->order);
    return s->distance && s->rank && s->order ? DONE : NO_MEMORY;
}

static void close_search(struct search *s)
{
    free(s->distance), free(s->rank), free(s->order), free(s->heap);
}

int lengths_from(int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths, int32_t source,
                 double *distance)
{
    struct search s;
    int result = open_search(&s, n, starts, ids, lengths);
    if (!result)
        result = settle_all(&s, source);
    if (!result)
        memcpy(distance, s.distance, (size_t)n * sizeof *distance);
    close_search(&s);
    return result;
}

/* Add to `sums` the dependencies of the sources on each node, and their squares to `squares`; `group` as in
   betweenness(). Lengths are above 0. */
KERNEL int weighted_betweenness(int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths,
                                const int32_t *group, const int32_t *sources, int64_t size, double *sums,
                                double *squares, const volatile int32_t *stop)
{
    struct search s;
    int result = open_search(&s, n, starts, ids, lengths);
    double *paths = malloc((size_t)n * sizeof *paths), *left = malloc((size_t)n * sizeof *left);
    struct link *tight = malloc(((size_t)starts[n] + 1) * sizeof *tight);
    if (!paths || !left || !tight)
        result = NO_MEMORY;
    for (int64_t k = 0; k < size && !result; k++) {
        result = *stop ? STOPPED : settle_all(&s, sources[k]);
        if (!result)
            depend(&s, group, tight, paths, left, sums, squares);
    }
    close_search(&s);
    free(paths), free(left), free(tight);
    return result;
}

/* Store for each source how many nodes it reaches, the sum of their distances, and of 1 / distance. */
KERNEL int weighted_closeness(int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths,
                              const int32_t *sources, int64_t size, int64_t *reach, double *far, double *near,
                              const volatile int32_t *stop)
{
    struct search s;
    int result = open_search(&s, n, starts, ids, lengths);
    for (int64_t k = 0; k < size && !result; k++) {
        result = *stop ? STOPPED : settle_all(&s, sources[k]);
        reach[k] = s.settled - 1;
        far[k] = near[k] = 0;
        for (int64_t i = 1; i < s.settled && !result; i++) {
            far[k] += s.distance[s.order[i]];
            near[k] += 1 / s.distance[s.order[i]];
        }
    }
    close_search(&s);
    return result;
}
