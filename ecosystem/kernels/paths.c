/* Simple paths between two nodes, by their number of links. */

#include "kernels.h"

enum { FAR = INT32_MAX, DEAD = INT32_MAX };

struct search {
    const int64_t *starts, *back_starts;
    const int32_t *ids, *back_ids;
    int32_t start, goal;
    int32_t *away;  /* steps to the goal, FAR for what was not reached yet */
    int32_t *queue; /* those that were reached, nearest first */
    int64_t head, tail;
    int32_t *walked; /* the path at hand */
    int64_t *at;     /* the link that each of its nodes takes next */
    char *on;        /* whether a node lies on it */
    int64_t left, top, room, size;
    int32_t *nodes;
    int full;
};

/* Search backwards from the goal until all within `depth` steps of it are reached, or all there are. */
static void reach(struct search *s, int64_t depth)
{
    for (; s->head < s->tail && s->away[s->queue[s->head]] < depth; s->head++) {
        int32_t node = s->queue[s->head];
        for (int64_t i = s->back_starts[node]; i < s->back_starts[node + 1]; i++)
            if (s->away[s->back_ids[i]] == FAR) {
                s->away[s->back_ids[i]] = s->away[node] + 1;
                s->queue[s->tail++] = s->back_ids[i];
            }
    }
}

static void keep(struct search *s, int64_t length)
{
    s->full = s->size + length + 1 > s->room;
    if (s->full)
        return;
    memcpy(s->nodes + s->size, s->walked, (size_t)length * sizeof *s->nodes);
    s->nodes[s->size + length] = s->goal;
    s->size += length + 1;
    s->top--;
}

/* Keep the paths of one length in the order of their nodes, as far as work and room are left. */
static int walk(struct search *s, int64_t length, const volatile int32_t *stop)
{
    int64_t depth = 0;
    s->at[0] = s->starts[s->start];
    while (depth >= 0 && s->top && !s->full) {
        int32_t node = s->walked[depth];
        if (*stop)
            return STOPPED;
        if (s->left <= 0 || s->at[depth] == s->starts[node + 1]) {
            s->on[node] = depth == 0;
            depth--;
            continue;
        }
        int32_t next = s->ids[s->at[depth]++];
        if (s->away[next] >= length - depth)
            continue;
        if (next == s->goal) {
            if (depth + 1 == length)
                keep(s, length);
        } else if (!s->on[next]) {
            s->left--;
            s->on[next] = 1;
            s->walked[++depth] = next;
            s->at[depth] = s->starts[next];
        }
    }
    return DONE;
}

/* Store the nodes of the first `top` paths of at most `most` links, one path after the other, in `nodes`, which has room
   for `room` of them; start and goal differ. All paths as long as the last of them follow, until there are `limit`
   paths. `told` holds how many nodes a search may still go to, and gets how many are left, then how many nodes are
   stored, and whether the room was too small. */
KERNEL int simple_paths(int64_t n, const int64_t *starts, const int32_t *ids, const int64_t *back_starts,
                        const int32_t *back_ids, int64_t start, int64_t goal, int64_t top, int64_t limit, int64_t most,
                        int32_t *nodes, int64_t room, int64_t *told, const volatile int32_t *stop)
{
    struct search s = {.starts = starts, .back_starts = back_starts, .ids = ids, .back_ids = back_ids};
    s.start = (int32_t)start, s.goal = (int32_t)goal;
    s.left = told[0], s.top = limit, s.room = room, s.nodes = nodes, s.tail = 1;
    s.away = malloc((size_t)n * sizeof *s.away), s.queue = malloc((size_t)n * sizeof *s.queue);
    s.walked = malloc((size_t)n * sizeof *s.walked), s.at = malloc((size_t)n * sizeof *s.at);
    s.on = calloc((size_t)n, 1);
    int result = s.away && s.queue && s.walked && s.at && s.on ? DONE : NO_MEMORY;
    if (!result) {
        for (int64_t node = 0; node < n; node++)
            s.away[node] = FAR;
        s.away[goal] = 0, s.queue[0] = s.goal;
        s.walked[0] = s.start, s.on[start] = 1;
        most = most < n - 1 ? most : n - 1;
        for (int64_t depth = 1; s.away[start] == FAR && s.head < s.tail && depth <= most; depth++)
            reach(&s, depth);
    }
    for (int64_t length = result ? n : s.away[start]; length <= most && limit - s.top < top && !s.full && !result; length++) {
        reach(&s, length - 1);
        result = walk(&s, length, stop);
        if (s.left <= 0)
            break;
    }
    told[0] = s.left, told[1] = s.size, told[2] = s.full;
    free(s.away), free(s.queue), free(s.walked), free(s.at), free(s.on);
    return result;
}

/* Two searches by levels, from the start along links and from the goal against them. A node of level l is marked l + 1
   by the first and -l - 1 by the second, which fills `queue` from its end. */
struct meeting {
    const int64_t *starts, *back_starts;
    const int32_t *ids, *back_ids;
    int32_t *mark, *queue;
    int64_t n, sizes[2], level[2]; /* how many nodes each search has marked, and its last whole level */
};

/* Go one level further on one side, 1 against the links; return whether the other was met. */
static int further(struct meeting *m, int side, int64_t first)
{
    const int64_t *starts = side ? m->back_starts : m->starts;
    const int32_t *ids = side ? m->back_ids : m->ids;
    int32_t sign = side ? -1 : 1, mark = sign * (int32_t)(m->level[side] + 2);
    int32_t *queue = side ? m->queue + m->n - 1 : m->queue;
    int64_t last = m->sizes[side], size = last;
    for (int64_t k = first; k < last; k++) {
        int32_t node = queue[sign * k];
        if (k + 8 < last)
            __builtin_prefetch(starts + queue[sign * (k + 8)]);
        if (k + 4 < last)
            __builtin_prefetch(ids + starts[queue[sign * (k + 4)]]);
        for (int64_t i = starts[node]; i < starts[node + 1]; i++) {
            int32_t known = m->mark[ids[i]];
            if (!known) {
                m->mark[ids[i]] = mark;
                queue[sign * size++] = ids[i];
            } else if ((known < 0) != side) {
                m->sizes[side] = size;
                return 1;
            }
        }
    }
    m->sizes[side] = size;
    m->level[side]++;
    return 0;
}

/* Walk the levels from the start to the goal, by the smallest node that leads there; return how many nodes. `at` gets the
   link that each takes next. */
static int64_t join(struct meeting *m, int32_t *nodes, int64_t *at)
{
    int64_t depth = 0;
    int32_t *mark = m->mark, border = (int32_t)m->level[0] + 1, beyond = -(int32_t)m->level[1] - 1;
    nodes[0] = m->queue[0];
    at[0] = m->starts[nodes[0]];
    while (mark[nodes[depth]] != -1) {
        int32_t node = nodes[depth], sought = mark[node] == border ? beyond : mark[node] + 1;
        int64_t i = at[depth];
        while (i < m->starts[node + 1] && mark[m->ids[i]] != sought)
            i++;
        at[depth] = i + 1;
        if (i < m->starts[node + 1]) {
            nodes[++depth] = m->ids[i];
            at[depth] = m->starts[nodes[depth]];
        } else { /* nothing leads on from here, and nothing will where it is met again */
            mark[node] = DEAD;
            depth--;
        }
    }
    return depth + 1;
}

/* Store the first shortest path in `nodes` and its number of nodes in `size`, 0 where there is none.

   `mark` is 0 for all nodes, before and after; `queue`, `at` and `nodes` have room for all. The work is that of the
   search alone, whatever the number of nodes; start and goal differ. */
KERNEL int shortest_path(int64_t n, const int64_t *starts, const int32_t *ids, const int64_t *back_starts,
                         const int32_t *back_ids, int64_t start, int64_t goal, int32_t *mark, int32_t *queue,
                         int64_t *at, int32_t *nodes, int64_t *size)
{
    struct meeting m = {starts, back_starts, ids, back_ids, mark, queue, n, {1, 1}, {0, 0}};
    int64_t begun[2] = {0, 0};
    int met = 0;
    mark[start] = 1, mark[goal] = -1;
    queue[0] = (int32_t)start, queue[n - 1] = (int32_t)goal;
    while (!met && m.sizes[0] > begun[0] && m.sizes[1] > begun[1]) {
        int side = m.sizes[1] - begun[1] < m.sizes[0] - begun[0];
        int64_t first = begun[side];
        begun[side] = m.sizes[side];
        met = further(&m, side, first);
    }
    *size = met ? join(&m, nodes, at) : 0;
    for (int64_t k = 0; k < m.sizes[0]; k++)
        mark[queue[k]] = 0;
    for (int64_t k = 0; k < m.sizes[1]; k++)
        mark[queue[n - 1 - k]] = 0;
    return DONE;
}
