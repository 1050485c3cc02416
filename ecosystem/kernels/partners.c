/* The pairs of unlinked nodes with the largest sums over common neighbours.

   No pair can have more than either end has in neighbours. So ends are taken from the richest down, each pair at its
   richer end, and the work is over once the next end is poorer than the worst pair that is kept. Of one end's
   neighbours the richest are passed over as long as they and any one of the others make no pair: their long rows are
   looked at only for partners whom several of the others lead to. */

#include "kernels.h"

struct pair {
    double score;
    int32_t first, second;
};

struct best {
    struct pair *heap; /* the worst on top */
    int64_t size, room;
};

static int worse(struct pair a, struct pair b)
{
    if (a.score != b.score)
        return a.score < b.score;
    return a.first != b.first ? a.first > b.first : a.second > b.second;
}

static void keep(struct best *best, struct pair new)
{
    struct pair *heap = best->heap;
    int64_t hole;
    if (best->size < best->room) {
        hole = best->size++;
        for (; hole && worse(new, heap[(hole - 1) / 2]); hole = (hole - 1) / 2)
            heap[hole] = heap[(hole - 1) / 2];
    } else if (!worse(heap[0], new)) {
        return;
    } else {
        hole = 0;
        for (int64_t child = 1; child < best->size; child = 2 * hole + 1) {
            child += child + 1 < best->size && worse(heap[child + 1], heap[child]);
            if (!worse(heap[child], new))
                break;
            heap[hole] = heap[child];
            hole = child;
        }
    }
    heap[hole] = new;
}

/* The same links with nodes numbered by their place in an order; rows come out ascending. */
struct rows {
    int64_t *starts;
    int32_t *ids;
};

static int renumber(struct rows *to, int64_t n, const int64_t *starts, const int32_t *ids, const int32_t *order,
                    const int32_t *place)
{
    to->starts = malloc(((size_t)n + 2) * sizeof *to->starts);
    to->ids = malloc(((size_t)starts[n] + 1) * sizeof *to->ids);
    if (!to->starts || !to->ids)
        return NO_MEMORY;
    to->starts[0] = to->starts[1] = 0; /* shifted by one: a start moves up to the next as its row is filled */
    for (int64_t k = 0; k < n; k++)
        to->starts[k + 2] = to->starts[k + 1] + starts[order[k] + 1] - starts[order[k]];
    for (int64_t k = 0; k < n; k++)
        for (int64_t i = starts[order[k]]; i < starts[order[k] + 1]; i++)
            to->ids[to->starts[place[ids[i]] + 1]++] = (int32_t)k;
    return DONE;
}

/* Return the sum of values over the neighbours that two nodes share, added up in their order. */
static double shared(const struct rows *to, const double *value, int64_t a, int64_t b)
{
    int64_t i = to->starts[a], j = to->starts[b], i_end = to->starts[a + 1], j_end = to->starts[b + 1];
    double sum = 0;
    while (i < i_end && j < j_end) {
        int32_t one = to->ids[i], two = to->ids[j];
        if (one == two)
            sum += value[one];
        i += one <= two;
        j += two <= one;
    }
    return sum;
}

static int linked(const struct rows *to, int64_t a, int32_t b)
{
    int64_t low = to->starts[a], high = to->starts[a + 1];
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (to->ids[middle] < b)
            low = middle + 1;
        else
            high = middle;
    }
    return low < to->starts[a + 1] && to->ids[low] == b;
}

/* Return where the neighbours of a node begin that are not passed over, and in `passed` what those before count. */
static int64_t pass_over(const struct rows *to, const double *value, int64_t node, double bar, double *passed)
{
    int64_t from = to->starts[node], end = to->starts[node + 1];
    double most = 0;
    for (int64_t i = from; i < end; i++)
        most = value[to->ids[i]] > most ? value[to->ids[i]] : most;
    *passed = 0;
    while (from < end && *passed + value[to->ids[from]] + most < bar)
        *passed += value[to->ids[from++]];
    return from;
}

/* Store for each node the sum of values over its neighbours, times its scale. */
KERNEL int wealth(int64_t n, const int64_t *starts, const int32_t *ids, const double *value, const double *scale,
                  double *sums)
{
    for (int64_t node = 0; node < n; node++) {
        double sum = 0;
        for (int64_t i = starts[node]; i < starts[node + 1]; i++)
            sum += value[ids[i]];
        sums[node] = sum * scale[node];
    }
    return DONE;
}

/* Store at most `top` pairs, in no order; return their number in `found`.

   `value` is what a common neighbour counts and `kind` its kind, `wealth` the sum of values over a node's neighbours
   times its scale, all in `order`: the nodes by falling wealth; `place` is the place of a node in it. `allowed` says for
   each two kinds whether such a pair may be. A sum is multiplied by the `scale` of both ends, at most `largest`. */
KERNEL int best_pairs(int64_t n, const int64_t *starts, const int32_t *ids, const double *value, const double *wealth,
                      const double *scale, const double *largest, const int32_t *order, const int32_t *place, const int32_t *kind, const uint8_t *allowed,
                      int64_t kinds, int64_t top, int32_t *first, int32_t *second, double *score, int64_t *found,
                      const volatile int32_t *stop)
{
    struct best best = {malloc(((size_t)top + 1) * sizeof *best.heap), 0, top};
    struct rows to = {NULL, NULL};
    double *sum = calloc((size_t)n + 1, sizeof *sum);
    int32_t *touched = malloc(((size_t)n + 1) * sizeof *touched);
    int result = best.heap && sum && touched ? renumber(&to, n, starts, ids, order, place) : NO_MEMORY;
    for (int64_t node = 0; node < n && !result; node++) {
        double bar = best.size == top ? best.heap[0].score * (1 - 1e-12) : 0, passed;
        if (wealth[node] <= 0 || wealth[node] * *largest < bar)
            break;
        double least = bar / (scale[node] * *largest); /* a sum below this makes no pair whoever the other end is */
        int64_t size = 0, from = to.starts[node], end = to.starts[node + 1];
        int64_t begin = pass_over(&to, value, node, least, &passed);
        for (int64_t i = begin; i < end; i++)
            __builtin_prefetch(to.ids + to.starts[to.ids[i] + 1] - 1);
        for (int64_t i = begin; i < end; i++) {
            if (value[to.ids[i]] <= 0) /* it would count its neighbours as touched again and again */
                continue;
            for (int64_t j = to.starts[to.ids[i] + 1] - 1; to.ids[j] > node; j--) { /* ends at the node itself */
                int32_t other = to.ids[j];
                touched[size] = other;
                size += !(sum[other] > 0); /* == would ask for NaN too */
                sum[other] += value[to.ids[i]];
            }
        }
        least = least * (1 - 1e-12) - passed;
        for (int64_t i = 0; i < size; i++) {
            int32_t other = touched[i], one = order[node], two = order[other];
            double so_far = sum[other];
            sum[other] = 0;
            if (so_far < least || so_far <= 0 || !allowed[kind[node] * kinds + kind[other]])
                continue;
            double new = (begin > from ? shared(&to, value, node, other) : so_far) * (scale[node] * scale[other]);
            if (new >= bar && !linked(&to, node, other))
                keep(&best, (struct pair){new, one < two ? one : two, one < two ? two : one});
        }
        result = *stop ? STOPPED : DONE;
    }
    for (int64_t i = 0; i < best.size && !result; i++) {
        first[i] = best.heap[i].first;
        second[i] = best.heap[i].second;
        score[i] = best.heap[i].score;
    }
    *found = best.size;
    free(best.heap), free(sum), free(touched), free(to.starts), free(to.ids);
    return result;
}
