#include "schema/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tenon {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr,
               "tenon: internal error: %s does not hold at %s:%d. This is a bug in tenon; state is "
               "journalled, run the command again.\n",
               condition, file, line);
  std::abort();
}

}  // namespace tenon
