/* Structural holes (Burt 1992): constraint, effective size and hierarchy of the nodes first..last - 1. */

#include "kernels.h"

/* `weights` are strengths, the same in both directions; `total` and `strongest` the sum and the largest of a node's.
   Whoever has no partner gets no number. */
KERNEL int structural_holes(int64_t n, const int64_t *starts, const int32_t *ids, const double *weights,
                            const double *total, const double *strongest, int64_t first, int64_t last,
                            double *constraint, double *effective_size, double *hierarchy,
                            const volatile int32_t *stop)
{
    /* For each partner q of the node at hand: its share of the node's strength, and that share over q's total. */
    double *share = calloc((size_t)n * 2, sizeof *share);
    if (!share)
        return NO_MEMORY;
    for (int64_t node = first; node < last && !*stop; node++) {
        int64_t from = starts[node], to = starts[node + 1];
        double sum = 0, size = 0, logs = 0, partners = (double)(to - from);
        for (int64_t i = from; i < to; i++) {
            __builtin_prefetch(ids + starts[ids[i]]);
            __builtin_prefetch(weights + starts[ids[i]]);
            share[2 * ids[i]] = weights[i] / total[node];
            share[2 * ids[i] + 1] = weights[i] / total[node] / total[ids[i]];
        }
        for (int64_t i = from; i < to; i++) {
            double indirect = 0, redundant = 0;
            for (int64_t k = starts[ids[i]]; k < starts[ids[i] + 1]; k++) {
                redundant += share[2 * ids[k]] * weights[k];
                indirect += share[2 * ids[k] + 1] * weights[k];
            }
            double bound = share[2 * ids[i]] + indirect;
            sum += bound * bound;
            logs += bound * bound * log(bound * bound);
            size += 1 - redundant / strongest[ids[i]];
        }
        for (int64_t i = from; i < to; i++)
            share[2 * ids[i]] = share[2 * ids[i] + 1] = 0;
        constraint[node] = partners ? sum : NAN;
        effective_size[node] = partners ? size : NAN;
        /* sum r ln r / (N ln N) with r = c / (C / N) */
        double disorder = partners > 1 ? (logs / sum + log(partners / sum)) / log(partners) : 1;
        hierarchy[node] = !partners ? NAN : disorder > 0 ? disorder : 0;
    }
    free(share);
    return *stop ? STOPPED : DONE;
}
