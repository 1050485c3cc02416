/* The least length from every node to the goal: by number of links where a path may have few, else whatever their number.

   By links as Bellman 1958, https://doi.org/10.1090/qam/102435, from those alone that the last link brought nearer. */

#include "detour.h"

enum { LAYERS = 32 };

/* Find the least length to the goal by number of links, as far as more links make it less. */
static int fill_layers(struct search *s)
{
    int32_t *changed = malloc((size_t)(2 * s->n + 1) * sizeof *changed);
    s->least = malloc((size_t)((s->most + 1) * s->n) * sizeof *s->least);
    if (!changed || !s->least) {
        free(changed);
        return NO_MEMORY;
    }
    for (int64_t node = 0; node < s->n; node++)
        s->least[node] = node == s->goal ? 0 : INFINITY;
    int64_t size = 1;
    changed[0] = s->goal;
    for (s->layers = 1; s->layers <= s->most && size && !*s->stop; s->layers++) {
        double *less = s->least + s->layers * s->n, *before = less - s->n;
        int32_t *now = changed + (s->layers % 2 ? 0 : s->n), *next = changed + (s->layers % 2 ? s->n : 0);
        int64_t found = 0;
        memcpy(less, before, (size_t)s->n * sizeof *less);
        for (int64_t k = 0; k < size; k++)
            for (int64_t i = s->from.starts[now[k]]; i < s->from.starts[now[k] + 1]; i++) {
                double left = s->from.lengths[i] + before[now[k]];
                int32_t node = s->from.ids[i];
                if (left < less[node]) {
                    next[found] = node;
                    found += less[node] == before[node];
                    less[node] = left;
                }
            }
        size = found;
    }
    free(changed);
    return *s->stop ? STOPPED : DONE;
}

int find_least(struct search *s)
{
    if (s->most <= LAYERS)
        return fill_layers(s);
    s->layers = 1;
    s->least = malloc((size_t)s->n * sizeof *s->least);
    return s->least ? lengths_from(s->n, s->from.starts, s->from.ids, s->from.lengths, s->goal, s->least) : NO_MEMORY;
}
