#include "engine/lang/functions/file_paths.h"

#include <vector>

#include "schema/base/text.h"

namespace tenon::lang::functions {

std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with("/");
  std::vector<std::string> kept;
  for (auto& name : split(path, '/')) {
    if (name.empty() || name == ".") continue;
    if (name != "..") {
      kept.push_back(std::move(name));
    } else if (!kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (!rooted) {
      kept.push_back(std::move(name));
    }
  }
  const std::string text = join(kept, "/");
  if (rooted) return "/" + text;
  return text.empty() ? "." : text;
}

std::string base_name(std::string_view path) {
  if (path.empty()) return ".";
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  if (path == "/") return "/";
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string directory_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return clean_path(slash == std::string_view::npos ? std::string_view()
                                                    : path.substr(0, slash + 1));
}

std::optional<std::string> expanded_path(const FunctionContext& context, std::string_view path,
                                         FunctionError& error) {
  if (!path.starts_with("~")) return std::string(path);
  if (path.size() > 1 && path[1] != '/') {
    return refuse(error, 0, "the home directories of other users cannot be told");
  }
  const auto home = context.env != nullptr ? context.env->variable("HOME") : std::nullopt;
  if (!home || home->empty()) {
    return refuse(error, 0, "there is no home directory, since the variable HOME is not set");
  }
  return clean_path(*home + std::string(path.substr(1)));
}

std::optional<std::string> path_to_open(const FunctionContext& context, std::string_view path,
                                        FunctionError& error) {
  if (context.env == nullptr) return refuse(error, "files cannot be read here");
  if (path.find('\0') != std::string_view::npos) {
    return refuse(error, 0, "a path cannot have a null character");
  }
  const auto expanded = expanded_path(context, path, error);
  if (!expanded) return std::nullopt;
  if (expanded->starts_with("/") || context.base_directory.empty()) return clean_path(*expanded);
  return clean_path(std::string(context.base_directory) + "/" + *expanded);
}

std::optional<std::string> read_named_file(const FunctionContext& context, std::string_view path,
                                           Content content, FunctionError& error) {
  const auto real = path_to_open(context, path, error);
  if (!real) return std::nullopt;
  if (context.env->directory_exists(*real)) {
    return refuse(error, 0, quoted(path) + " is a directory, not a file");
  }
  auto bytes = context.env->read_file(*real);
  if (!bytes) {
    if (bytes.error().category == ErrorCategory::NotFound) {
      return refuse(error, 0,
                    "there is no file at " + quoted(path) +
                        "; the file must be there before anything is planned, so for one that a "
                        "resource makes refer to an attribute of that resource instead");
    }
    return refuse(error, 0, "the file cannot be read: " + bytes.error().message);
  }
  if (content == Content::Text && !is_valid_utf8(*bytes)) {
    return refuse(error, 0,
                  "the file " + quoted(path) +
                      " is not UTF-8 text; use filebase64 for its bytes or filesha256 and the like "
                      "for their digest");
  }
  return std::move(*bytes);
}

}  // namespace tenon::lang::functions
