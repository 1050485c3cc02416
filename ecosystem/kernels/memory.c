/* Memory for the rows of kernels. */

#if defined(__linux__)
#define _DEFAULT_SOURCE
#include <sys/mman.h>
#endif

#include "kernels.h"

enum { LARGE = 1 << 21 };

void *large_pages(size_t size)
{
#if defined(MADV_HUGEPAGE)
    void *memory = NULL;
    if (size > LARGE) {
        if (!posix_memalign(&memory, LARGE, size))
            (void)madvise(memory, size, MADV_HUGEPAGE); /* where it is refused, pages are small */
        return memory;
    }
#endif
    return malloc(size);
}
