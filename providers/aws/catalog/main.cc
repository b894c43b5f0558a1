// tenon-catalog SOURCE_FOLDER OUTPUT: compiles declarations and models at build time.
#include <cstdio>

#include "providers/aws/catalog/compile.h"

int main(int argc, char** argv) {
  using namespace tenon;
  if (argc != 3) {
    std::fprintf(stderr, "usage: tenon-catalog SOURCE_FOLDER OUTPUT\n");
    return 2;
  }
  Env& env = system_env();
  Diagnostics diagnostics;
  const aws::CatalogEntries entries = aws::compile_catalog(env, argv[1], diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    std::fprintf(stderr, "%s: error: %s: %s\n",
                 diagnostic.span.known() ? location_text(diagnostic.span).c_str() : argv[1],
                 diagnostic.summary.c_str(), diagnostic.detail.c_str());
  }
  if (diagnostics.has_errors()) return 1;
  const Status written = env.write_file(argv[2], aws::catalog_bytes(entries));
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return 1;
  }
  return 0;
}
