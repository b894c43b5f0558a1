// tenon-catalog SOURCE_FOLDER OUTPUT     compiles declarations and models at build time
// tenon-catalog --describe CATALOG      prints what each declaration says, as JSON
#include <cstdio>

#include "providers/aws/catalog/compile.h"
#include "providers/aws/catalog/describe.h"

namespace {

int print_descriptions(tenon::Env& env, const char* path) {
  using namespace tenon;
  const auto catalog = aws::Catalog::open(env, path);
  if (!catalog) {
    std::fprintf(stderr, "%s\n", catalog.error().message.c_str());
    return 1;
  }
  aws::Node all = aws::Node::list();
  for (const ResourceMode mode : {ResourceMode::Managed, ResourceMode::Data}) {
    for (const Symbol type : (*catalog)->types(mode))
      all.add(aws::describe(*(*catalog)->find(mode, type.view())));
  }
  std::printf("%s\n", aws::to_json(all).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tenon;
  if (argc != 3) {
    std::fprintf(stderr,
                 "usage: tenon-catalog SOURCE_FOLDER OUTPUT\n"
                 "       tenon-catalog --describe CATALOG\n");
    return 2;
  }
  Env& env = system_env();
  if (std::string_view(argv[1]) == "--describe") return print_descriptions(env, argv[2]);
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
