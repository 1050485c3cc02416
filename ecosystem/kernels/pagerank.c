/* PageRank by Gauss-Seidel sweeps: a node hears at once of the values found before it, which halves the sweeps. After
   each all values are brought to the sum that they must have in the end, which a sweep alone nears slowest of all.

   Links that a node without links would have are left out of the sums: they only scale the result, and the caller
   brings its sum to 1. */

#include "kernels.h"

/* Improve `values` until a sweep changes them by less than `tolerance` of their sum. A node hears from
   ids[starts[i]]...; `share` is the damping over the sum of a node's weights, `weights` NULL where all are 1. */
KERNEL int pagerank(int64_t n, const int64_t *starts, const int32_t *ids, const double *weights, const double *share,
                    const double *own, const double *tolerance, double *values, const volatile int32_t *stop)
{
    double *given = malloc(((size_t)n + 1) * sizeof *given); /* what a node gives along a link of weight 1 */
    if (!given)
        return NO_MEMORY;
    for (int64_t node = 0; node < n; node++)
        given[node] = values[node] * share[node];
    double all = *own * (double)n, change = 1, sum = 1;
    while (change > *tolerance * sum && !*stop) {
        double passed_on = 0;
        change = sum = 0;
        for (int64_t node = 0; node < n; node++) {
            double heard = *own;
            if (weights)
                for (int64_t i = starts[node]; i < starts[node + 1]; i++)
                    heard += weights[i] * given[ids[i]];
            else
                for (int64_t i = starts[node]; i < starts[node + 1]; i++)
                    heard += given[ids[i]];
            change += fabs(heard - values[node]);
            sum += heard;
            values[node] = heard;
            given[node] = heard * share[node];
            passed_on += share[node] > 0 ? heard : 0;
        }
        double factor = all / (sum - (1 - all) * passed_on);
        for (int64_t node = 0; node < n; node++) {
            values[node] *= factor;
            given[node] *= factor;
        }
        change = fmax(change, fabs(1 - factor) * sum);
    }
    free(given);
    return *stop ? STOPPED : DONE;
}
