/* Freeman betweenness by hops, up to 64 sources at once, or 32 in half the memory.

   Brandes 2001, https://doi.org/10.1080/0022250X.2001.9990249, over a bit-parallel search: a level is a list of nodes,
   each with the word of those lanes (sources) that reach it there. A node has one row of numbers: lane by lane the
   number of shortest paths on the way out, then (1 + dependency) / paths on the way back. Lanes never meet before the
   last sum, so the width of the vectors changes no result. */

#include "kernels.h"

enum { LANES = 64, CHUNKS = LANES / WIDTH, LINE_CHUNKS = 8 / WIDTH, BATCH = 16 };

/* How many chunks a row has is a constant wherever a function is put in, so that sums stay in registers. */
#define INLINE static inline __attribute__((always_inline))

/* The lanes of one chunk that are in a mask, and a vector with the others set to 0. */
#define ON(mask, chunk) ((((flags){0} + (int64_t)((mask) >> (WIDTH * (chunk)))) & (flags)BITS) != 0)
#define KEPT(vector, on) ((doubles)((flags)(vector) & (on)))

/* Add to a sum those lanes of one chunk that are in a mask. */
#if defined(__AVX512F__)
#include <immintrin.h>
#define ADD(sum, row, mask, chunk) \
    ((sum) = _mm512_mask_add_pd(sum, (__mmask8)((mask) >> (WIDTH * (chunk))), sum, row))
#else
#define ADD(sum, row, mask, chunk) ((sum) += KEPT(row, ON(mask, chunk)))
#endif

struct search {
    int64_t n;
    const int64_t *starts, *back_starts; /* whom a node leads to, and who leads to it */
    const int32_t *ids, *back_ids;
    double *rows;                 /* a row for each node; a lane holds anything before it reaches the node */
    uint64_t *seen, *now, *next;  /* the lanes of each node: so far, at this level, at the next */
    int32_t *who;                 /* level d holds entries first[d] up to first[d + 1]: a node and its lanes */
    uint64_t *lanes;
    int64_t *first, room;
};

static int reserve(struct search *s, int64_t entries)
{
    if (entries <= s->room)
        return DONE;
    int64_t room = entries + entries / 2;
    int32_t *who = realloc(s->who, (size_t)room * sizeof *who);
    s->who = who ? who : s->who;
    uint64_t *lanes = realloc(s->lanes, (size_t)room * sizeof *lanes);
    s->lanes = lanes ? lanes : s->lanes;
    if (!who || !lanes)
        return NO_MEMORY;
    s->room = room;
    return DONE;
}

/* Sum the rows of neighbours, of each those lanes of `here` that it has in `now`. Rows are asked for ahead of use. */
INLINE void pull(const struct search *s, const int chunks, doubles *sums, const int32_t *next, const int32_t *last,
                 uint64_t here)
{
    const double *rows[BATCH];
    uint64_t masks[BATCH];
    doubles sum[CHUNKS] = {{0}}; /* a copy, which no row can overlap, stays in registers */
    while (next < last) {
        int found = 0;
        for (; next < last && found < BATCH; next++) {
            masks[found] = here & s->now[*next];
            if (!masks[found])
                continue;
            rows[found] = s->rows + (int64_t)WIDTH * chunks * *next;
            for (int line = 0; line < WIDTH * chunks; line += 8)
                __builtin_prefetch(rows[found] + line);
            found++;
        }
        for (int i = 0; i < found; i++)
            for (int c = 0; c < chunks; c++)
                ADD(sum[c], ((const doubles *)rows[i])[c], masks[i], c);
    }
    memcpy(sums, sum, (size_t)chunks * sizeof *sum);
}

static void mark(const struct search *s, int64_t level, int present)
{
    for (int64_t e = s->first[level]; e < s->first[level + 1]; e++)
        s->now[s->who[e]] = present ? s->lanes[e] : 0;
}

/* List the entries of the level after this one; return how many. */
static int64_t widen(struct search *s, int64_t level)
{
    int64_t end = s->first[level + 1];
    for (int64_t e = s->first[level]; e < s->first[level + 1]; e++)
        for (int64_t i = s->starts[s->who[e]]; i < s->starts[s->who[e] + 1]; i++) {
            int32_t to = s->ids[i];
            uint64_t fresh = s->lanes[e] & ~s->seen[to];
            if (fresh && !s->next[to])
                s->who[end++] = to;
            s->next[to] |= fresh;
        }
    s->first[level + 2] = end;
    return end - s->first[level + 1];
}

/* Count the shortest paths to the entries of a level from the level before it, which `now` holds. */
INLINE void count_paths(struct search *s, const int chunks, int64_t level)
{
    for (int64_t e = s->first[level]; e < s->first[level + 1]; e++) {
        int32_t node = s->who[e];
        uint64_t here = s->lanes[e] = s->next[node];
        doubles paths[CHUNKS], *row = (doubles *)(s->rows + (int64_t)WIDTH * chunks * node);
        pull(s, chunks, paths, s->back_ids + s->back_starts[node], s->back_ids + s->back_starts[node + 1], here);
        for (int c = 0; c < chunks; c++)
            row[c] = KEPT(paths[c], ON(here, c)) + KEPT(row[c], ~ON(here, c));
        s->seen[node] |= here;
    }
}

/* Add up eight numbers in pairs. */
static double total(const doubles *eight)
{
    double sum[8];
    memcpy(sum, eight, sizeof sum);
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/* Gather the dependencies on the entries of a level from the level after it, which `now` holds. */
INLINE void gather(struct search *s, const int chunks, int64_t level, const uint64_t *counted, double *sums,
                   double *squares)
{
    for (int64_t e = s->first[level]; e < s->first[level + 1]; e++) {
        int32_t node = s->who[e];
        uint64_t here = s->lanes[e];
        doubles after[CHUNKS], *row = (doubles *)(s->rows + (int64_t)WIDTH * chunks * node);
        pull(s, chunks, after, s->ids + s->starts[node], s->ids + s->starts[node + 1], here);
        doubles all[2][LINE_CHUNKS] = {{{0}}}; /* the sums and squares of every eighth lane, however wide vectors are */
        for (int c = 0; c < chunks; c++) {
            if (!(here >> (WIDTH * c) & ((1 << WIDTH) - 1)))
                continue;
            flags on = ON(here, c);
            doubles dependency = KEPT(row[c] * after[c], on), one = (doubles){0} + 1.0;
            doubles left = (KEPT(one, ON(counted[node], c)) + dependency) / row[c];
            row[c] = KEPT(left, on) + KEPT(row[c], ~on);
            all[0][c % LINE_CHUNKS] += dependency;
            all[1][c % LINE_CHUNKS] += dependency * dependency;
        }
        sums[node] += total(all[0]);
        squares[node] += total(all[1]);
    }
}

INLINE int sweep(struct search *s, const int chunks, const int32_t *sources, int64_t size, const uint64_t *counted,
                 double *sums, double *squares, const volatile int32_t *stop)
{
    int64_t level = 0;
    s->first[0] = 0;
    s->first[1] = size;
    for (int lane = 0; lane < size; lane++) {
        int32_t node = s->who[lane] = sources[lane];
        s->lanes[lane] = s->seen[node] = s->now[node] = UINT64_C(1) << lane;
        s->rows[(int64_t)WIDTH * chunks * node + lane] = 1;
    }
    for (;; level++) {
        if (*stop || reserve(s, s->first[level + 1] + s->n))
            return *stop ? STOPPED : NO_MEMORY;
        if (!widen(s, level))
            break;
        count_paths(s, chunks, level + 1);
        mark(s, level, 0);
        uint64_t *old = s->now;
        s->now = s->next;
        s->next = old;
    }
    mark(s, level, 0);
    for (int64_t deepest = level; level > 0; level--) {
        if (*stop)
            return STOPPED;
        gather(s, chunks, level, counted, sums, squares);
        if (level < deepest)
            mark(s, level + 1, 0);
        mark(s, level, 1);
    }
    return DONE;
}

/* The lanes whose paths to a node count: those of another group, or all where there are no groups. */
static void choose(uint64_t *counted, int64_t n, const int32_t *group, const int32_t *sources, int64_t size)
{
    for (int64_t node = 0; node < n; node++) {
        counted[node] = group ? 0 : ~UINT64_C(0);
        for (int lane = 0; group && group[node] >= 0 && lane < size; lane++)
            if (group[sources[lane]] >= 0 && group[sources[lane]] != group[node])
                counted[node] |= UINT64_C(1) << lane;
    }
}

/* Add to `sums` the dependencies of at most 64 different sources on each node, and their squares to `squares`.

   `group` is NULL, or has a number for each node: then only paths between two groups count, none to or from -1. */
KERNEL int betweenness(int64_t n, const int64_t *starts, const int32_t *ids, const int64_t *back_starts,
                       const int32_t *back_ids, const int32_t *group, const int32_t *sources, int64_t size,
                       double *sums, double *squares, const volatile int32_t *stop)
{
    struct search s = {.n = n, .starts = starts, .ids = ids, .back_starts = back_starts, .back_ids = back_ids};
    int result = NO_MEMORY;
    int half = size <= LANES / 2;
    void *rows = large_pages((size_t)n * (half ? LANES / 2 : LANES) * sizeof *s.rows + LINE);
    s.rows = ALIGNED(rows);
    s.seen = calloc((size_t)n, sizeof *s.seen);
    s.now = calloc((size_t)n, sizeof *s.now);
    s.next = calloc((size_t)n, sizeof *s.next);
    s.first = malloc(((size_t)n + 3) * sizeof *s.first);
    uint64_t *counted = malloc((size_t)n * sizeof *counted);
    if (rows && s.seen && s.now && s.next && s.first && counted && !reserve(&s, n + LANES)) {
        choose(counted, n, group, sources, size);
        result = half ? sweep(&s, CHUNKS / 2, sources, size, counted, sums, squares, stop)
                      : sweep(&s, CHUNKS, sources, size, counted, sums, squares, stop);
    }
    free(rows), free(s.seen), free(s.now), free(s.next), free(s.first), free(s.who), free(s.lanes), free(counted);
    return result;
}
