/* What all kernels share: their includes, their return codes, vectors, and how a function is made visible.

   Arrays come from numpy and keep their owner. A graph comes as rows: node i leads to ids[starts[i]] up to, and
   without, ids[starts[i + 1]], each node once, itself never. `stop` is watched: what is not 0 ends the work. */
#ifndef KERNELS_H
#define KERNELS_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DONE = 0, NO_MEMORY = 1, STOPPED = 2 };

#if defined(_WIN32)
#define KERNEL __declspec(dllexport)
#else
#define KERNEL __attribute__((visibility("default")))
#endif

/* Vectors of as many numbers as the machine adds at once; gcc does not find them by itself in these loops. */
#if defined(__AVX512F__)
enum { WIDTH = 8 };
#define BITS {1, 2, 4, 8, 16, 32, 64, 128}
#else
enum { WIDTH = 4 };
#define BITS {1, 2, 4, 8}
#endif

/* A row of 64 bytes is to lie in one line of the cache: ask for LINE bytes more, and begin where this says. */
enum { LINE = 64 };
#define ALIGNED(memory) ((void *)(((uintptr_t)(memory) + LINE - 1) / LINE * LINE))

/* Return memory in pages as large as the system has them: where rows are read in no order, a page is looked up for
   each. It holds anything; NULL where there is none; `free` gives it back. */
void *large_pages(size_t size);

typedef double doubles __attribute__((vector_size(8 * WIDTH), may_alias));
typedef int64_t flags __attribute__((vector_size(8 * WIDTH), may_alias));

/* Store how long the shortest path from a node to every other is, INFINITY where there is none. */
int lengths_from(int64_t n, const int64_t *starts, const int32_t *ids, const double *lengths, int32_t source,
                 double *distance);

#endif
