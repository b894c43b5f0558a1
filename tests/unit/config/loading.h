// Loading: the configuration of a folder in memory with what was said about it. For tests.
#pragma once

#include <memory>
#include <string>

#include "engine/config/model.h"
#include "tests/unit/config/folder.h"

namespace tenon::config {

// "E0117 main.tf:3:3" of each, in their order.
inline std::string codes_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& each : diagnostics.list()) {
    text += (text.empty() ? "" : ", ") + each.code;
    if (each.span.known()) text += " " + location_text(each.span);
  }
  return text;
}

struct Loading {
  using File = std::pair<const std::string, std::string>;
  Loading(std::initializer_list<File> files) : Loading(std::map<std::string, std::string>(files)) {}
  explicit Loading(std::map<std::string, std::string> files) : folder(std::move(files)) {
    config = load_config(folder, ".", options, diagnostics);
  }
  const Module& root() const { return config->root(); }
  std::string said() const { return codes_of(diagnostics); }

  Folder folder;
  LoadOptions options;
  Diagnostics diagnostics;
  std::unique_ptr<Config> config;
};

}  // namespace tenon::config
