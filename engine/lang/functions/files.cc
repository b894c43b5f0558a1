// Files and their names: file, filebase64, their digests, fileexists, pathexpand, abspath,
// basename, dirname.
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/file_paths.h"
#include "schema/base/digest.h"

namespace tenon::lang::functions {

namespace {

std::string unchanged(std::string_view bytes) { return std::string(bytes); }

Answer file_text(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto text = read_named_file(context, arguments[0].as_string(), Content::Text, error);
  if (!text) return std::nullopt;
  return text_value(context, *text);
}

template <auto digest, auto encode>
Answer file_digest(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto bytes = read_named_file(context, arguments[0].as_string(), Content::Bytes, error);
  if (!bytes) return std::nullopt;
  return text_value(context, encode(digest(*bytes)));
}

Answer file_exists(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto path = path_to_open(context, arguments[0].as_string(), error);
  if (!path) return std::nullopt;
  if (context.env->directory_exists(*path)) {
    return refuse(error, 0, quoted(arguments[0].as_string()) + " is a directory, not a file");
  }
  return Value::boolean(context.env->file_exists(*path));
}

Answer expand_path(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto path = expanded_path(context, arguments[0].as_string(), error);
  if (!path) return std::nullopt;
  return text_value(context, *path);
}

Answer absolute(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto path = arguments[0].as_string();
  if (path.starts_with("/")) return text_value(context, clean_path(path));
  if (context.env == nullptr) return refuse(error, "the working directory is not known here");
  const auto base = context.env->absolute_path(
      context.base_directory.empty() ? "." : std::string(context.base_directory));
  if (!base) return refuse(error, 0, base.error().message);
  return text_value(context, clean_path(*base + "/" + std::string(path)));
}

Answer base(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, base_name(arguments[0].as_string()));
}

Answer directory(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, directory_name(arguments[0].as_string()));
}

}  // namespace

void add_files(FunctionTable& table) {
  static const Parameter kPath[] = {{"path", Type::string()}};
  const auto text_function = [](std::string_view name, FunctionBody body,
                                std::string_view description) {
    return Function{.name = name,
                    .parameters = kPath,
                    .result = Type::string(),
                    .body = body,
                    .description = description};
  };
  static const Function kFunctions[] = {
      text_function("abspath", absolute, "The path as an absolute one."),
      text_function("basename", base, "The last name of a path."),
      text_function("dirname", directory, "The path without its last name."),
      text_function("file", file_text, "The text of a file."),
      text_function("filebase64", file_digest<unchanged, base64_encode>,
                    "The bytes of a file, in base64."),
      text_function("filebase64sha256", file_digest<sha256, base64_encode>,
                    "The SHA-256 digest of a file, in base64."),
      text_function("filebase64sha512", file_digest<sha512, base64_encode>,
                    "The SHA-512 digest of a file, in base64."),
      {.name = "fileexists",
       .parameters = kPath,
       .result = Type::boolean(),
       .body = file_exists,
       .description = "Whether there is a file at a path."},
      text_function("filemd5", file_digest<md5, to_hex>,
                    "The MD5 digest of a file, in hexadecimal."),
      text_function("filesha1", file_digest<sha1, to_hex>,
                    "The SHA-1 digest of a file, in hexadecimal."),
      text_function("filesha256", file_digest<sha256, to_hex>,
                    "The SHA-256 digest of a file, in hexadecimal."),
      text_function("filesha512", file_digest<sha512, to_hex>,
                    "The SHA-512 digest of a file, in hexadecimal."),
      text_function("pathexpand", expand_path, "The path with the home directory in place of ~."),
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
