/* How many sources reach each node and how far they are, by hops, 512 sources at once.

   Sums are taken at the node that is reached, so a level costs one popcount a node. A broad level asks every node whom
   it hears from, a narrow one goes on from the nodes of the last level. */

#include "kernels.h"

enum { WORDS = 8, PARTS = WORDS / WIDTH };

struct search {
    int64_t n;
    const int64_t *starts, *back_starts;
    const int32_t *ids, *back_ids;
    uint64_t *seen, *now, *next; /* n rows of 8 words */
    int32_t *reached, *found;    /* the nodes of `now` and of `next` */
    int64_t size;
};

static inline int empty(const uint64_t *row)
{
    uint64_t any = 0;
    for (int w = 0; w < WORDS; w++)
        any |= row[w];
    return !any;
}

static int64_t ask_all(struct search *s, const uint64_t *everybody)
{
    int64_t found = 0;
    for (int64_t node = 0; node < s->n; node++) {
        const uint64_t *seen = s->seen + WORDS * node;
        uint64_t missing = 0, *next = s->next + WORDS * node;
        flags heard[PARTS] = {{0}};
        for (int w = 0; w < WORDS; w++)
            missing |= everybody[w] & ~seen[w];
        if (!missing)
            continue;
        for (int64_t i = s->back_starts[node]; i < s->back_starts[node + 1]; i++)
            for (int p = 0; p < PARTS; p++)
                heard[p] |= ((const flags *)(s->now + WORDS * (int64_t)s->back_ids[i]))[p];
        for (int p = 0; p < PARTS; p++)
            ((flags *)next)[p] = heard[p] & ~((const flags *)seen)[p];
        if (empty(next))
            continue;
        s->found[found++] = (int32_t)node;
    }
    return found;
}

static int64_t go_on(struct search *s)
{
    int64_t found = 0;
    for (int64_t e = 0; e < s->size; e++) {
        const uint64_t *from = s->now + WORDS * (int64_t)s->reached[e];
        for (int64_t i = s->starts[s->reached[e]]; i < s->starts[s->reached[e] + 1]; i++) {
            uint64_t fresh[WORDS], *next = s->next + WORDS * (int64_t)s->ids[i];
            for (int w = 0; w < WORDS; w++)
                fresh[w] = from[w] & ~s->seen[WORDS * (int64_t)s->ids[i] + w];
            if (empty(fresh))
                continue;
            if (empty(next))
                s->found[found++] = s->ids[i];
            for (int w = 0; w < WORDS; w++)
                next[w] |= fresh[w];
        }
    }
    return found;
}

/* Whether the last level has so many links that asking every node costs less. */
static int broad(const struct search *s)
{
    int64_t links = 0;
    for (int64_t e = 0; e < s->size; e++)
        links += s->starts[s->reached[e] + 1] - s->starts[s->reached[e]];
    return 4 * (links + s->size) > s->starts[s->n] + s->n;
}

struct sums {
    int64_t *reach, *far, *far_squares;
    double *near, *near_squares;
};

/* Add the nodes found at this distance to the sums, and make them the last level. */
static void settle(struct search *s, int64_t found, int64_t distance, const struct sums *sums)
{
    double near = 1 / (double)distance;
    for (int64_t e = 0; e < found; e++) {
        int64_t row = WORDS * (int64_t)s->found[e], lanes = 0;
        for (int w = 0; w < WORDS; w++) {
            s->seen[row + w] |= s->next[row + w];
            lanes += __builtin_popcountll(s->next[row + w]);
        }
        sums->reach[s->found[e]] += lanes;
        sums->far[s->found[e]] += lanes * distance;
        sums->far_squares[s->found[e]] += lanes * distance * distance;
        sums->near[s->found[e]] += (double)lanes / (double)distance;
        sums->near_squares[s->found[e]] += (double)lanes * near * near;
    }
    for (int64_t e = 0; e < s->size; e++)
        memset(s->now + WORDS * (int64_t)s->reached[e], 0, WORDS * sizeof *s->now);
    uint64_t *rows = s->now;
    s->now = s->next;
    s->next = rows;
    int32_t *nodes = s->reached;
    s->reached = s->found;
    s->found = nodes;
    s->size = found;
}

/* Add for each node, over at most 512 different sources: how many reach it, the sums of their distances and of the
   squares of these, and of 1 / distance and its squares. */
KERNEL int closeness(int64_t n, const int64_t *starts, const int32_t *ids, const int64_t *back_starts,
                     const int32_t *back_ids, const int32_t *sources, int64_t size, int64_t *reach, int64_t *far,
                     int64_t *far_squares, double *near, double *near_squares, const volatile int32_t *stop)
{
    const struct sums sums = {reach, far, far_squares, near, near_squares};
    struct search s = {.n = n, .starts = starts, .ids = ids, .back_starts = back_starts, .back_ids = back_ids};
    int result = NO_MEMORY;
    uint64_t everybody[WORDS] = {0};
    size_t words = WORDS * (size_t)n;
    void *rows = calloc(3 * words * sizeof *s.seen + LINE, 1);
    void *nodes = malloc((2 * (size_t)n + 1) * sizeof *s.found);
    if (rows && nodes) {
        s.seen = ALIGNED(rows);
        s.now = s.seen + words;
        s.next = s.now + words;
        s.reached = nodes;
        s.found = s.reached + n;
        for (int64_t lane = 0; lane < size; lane++) {
            int64_t word = WORDS * (int64_t)sources[lane] + lane / 64;
            everybody[lane / 64] |= UINT64_C(1) << lane % 64;
            s.seen[word] = s.now[word] = UINT64_C(1) << lane % 64;
            s.reached[s.size++] = sources[lane];
        }
        result = DONE;
        for (int64_t distance = 1; s.size && !result; distance++) {
            settle(&s, broad(&s) ? ask_all(&s, everybody) : go_on(&s), distance, &sums);
            result = *stop ? STOPPED : DONE;
        }
    }
    free(rows), free(nodes);
    return result;
}
