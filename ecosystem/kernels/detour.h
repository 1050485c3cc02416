/* The first path that begins as another one does and then turns off: how its search is held and asked. */
#ifndef DETOUR_H
#define DETOUR_H

#include "kernels.h"

enum { PASSED = 1, BANNED = 2, OUT_OF_WORK = 3 };

struct rows {
    const int64_t *starts;
    const int32_t *ids;
    const double *lengths;
};

/* A way to a node: its length and links, and the least length of a path that goes on from it. */
struct way {
    double bound, length;
    int32_t links, node;
    int64_t earlier; /* the way to the same node that was settled before this, -1 for none */
};

/* A node that an equally short path may go through, and how long the way to it may be. */
struct through {
    double latest;
    int32_t node;
};

struct search {
    struct rows to, from;
    int64_t n, most, left; /* the links that a path may have, and the ways that may still be looked at */
    double end;            /* how long a path may be */
    int32_t goal;
    double *least; /* by number of links that may follow: the least length to the goal from every node */
    int64_t layers;
    char *shut; /* the nodes that are PASSED, and those BANNED as the first ones of a detour */
    struct way *heap, *settled;
    int64_t size, room, count, settled_room;
    int64_t *last;           /* the last way to a node that was settled, -1 for none */
    struct through *through; /* one layer after the other, by the number of links that follow */
    int64_t passed, passed_room;
    double *latest; /* of every node of the layer at hand, -1 of others */
    const volatile int32_t *stop;
};

/* A path, the place of the node where it turns off, and the nodes that may not follow there. */
struct path {
    double length;
    int64_t links, turn;
    const struct ban *bans;
    int32_t nodes[];
};

/* Fill `least`, as many layers as there are. */
int find_least(struct search *s);

/* Prepare a search whose rows, ends and limits are set, and let its memory go. */
int open_detours(struct search *s);
void close_detours(struct search *s);

/* Find the fewest links of the shortest paths, no longer than the end, that turn off at a node `length` and `links` from
   the start, 0 where there is none. What was PASSED is left out, and what is BANNED as a next node. Then go on with such a
   path from its turn. */
int find_detour(struct search *s, int32_t turn, double length, int64_t *links);
int take_detour(struct search *s, struct path *path, double length);

/* Return memory with room for one more than `size`, NULL where there is none and the old is kept. */
void *grown(void *memory, int64_t *room, int64_t size, size_t each);

/* Return a number that is the same for equal lengths and larger for longer ones, and the largest of equal lengths. */
int64_t rounded(double length);
double end_of(double length);

#endif
