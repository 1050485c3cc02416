/* Which build of the kernels this machine runs, and from which sources they were built. */

#include "kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

/* Whether processor and system have all these features of leaf 7 and keep these registers. */
static int has(uint32_t features, uint32_t registers)
{
    uint32_t a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 27 & 1)) /* the system saves registers with xsave */
        return 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & registers) == registers && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & features) == features;
}
#endif

/* The level of the x86-64 instruction set: 1 everywhere, 3 with AVX2 and its like, 4 with AVX-512. */
KERNEL int machine_level(void)
{
#if defined(__x86_64__)
    uint32_t v3 = bit_AVX2 | bit_BMI | bit_BMI2;
    uint32_t v4 = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
    if (has(v3, 0x06))
        return has(v3 | v4, 0xe6) ? 4 : 3;
#endif
    return 1;
}

KERNEL uint32_t sources_digest(void)
{
    return SOURCES_DIGEST;
}
