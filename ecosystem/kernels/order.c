/* Reverse Cuthill-McKee order: neighbours get numbers close to each other, and so rows that lie in the same cache.

   Cuthill & McKee 1969, https://doi.org/10.1145/800195.805928. The links must go both ways. */

#include "kernels.h"

/* `by_degree` holds the nodes by their number of links; `order` gets the nodes in their new order. */
KERNEL int cuthill_mckee(int64_t n, const int64_t *starts, const int32_t *ids, const int32_t *by_degree,
                         int32_t *order)
{
    int32_t *sorted = malloc(((size_t)starts[n] + 1) * sizeof *sorted); /* ids, each row by degree */
    int64_t *end = malloc(((size_t)n + 1) * sizeof *end);
    char *placed = calloc((size_t)n + 1, 1);
    int result = sorted && end && placed ? DONE : NO_MEMORY;
    if (result == DONE) {
        memcpy(end, starts, (size_t)n * sizeof *end);
        for (int64_t k = 0; k < n; k++)
            for (int64_t i = starts[by_degree[k]]; i < starts[by_degree[k] + 1]; i++)
                sorted[end[ids[i]]++] = by_degree[k];
        int64_t last = n, next = n; /* order is filled from its end: the queue runs downwards */
        for (int64_t k = 0; k < n; k++) {
            if (!placed[by_degree[k]]) {
                placed[by_degree[k]] = 1;
                order[--last] = by_degree[k];
            }
            while (next > last) {
                int32_t node = order[--next];
                for (int64_t i = starts[node]; i < starts[node + 1]; i++)
                    if (!placed[sorted[i]]) {
                        placed[sorted[i]] = 1;
                        order[--last] = sorted[i];
                    }
            }
        }
    }
    free(sorted), free(end), free(placed);
    return result;
}
