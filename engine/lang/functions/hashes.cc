// Hashes of texts: md5, sha1, sha256, sha512, their base64 forms, and uuidv5, which is a hash as
// well.
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/base/digest.h"

namespace tenon::lang::functions {

namespace {

template <auto digest>
Answer hex_digest(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, to_hex(digest(arguments[0].as_string())));
}

template <auto digest>
Answer base64_digest(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, base64_encode(digest(arguments[0].as_string())));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The bytes of a UUID written plainly, in braces, as a URN or without hyphens.
std::optional<std::string> uuid_bytes(std::string_view text) {
  constexpr std::string_view kUrn = "urn:uuid:";
  if (text.size() == 45 && text.starts_with(kUrn)) text.remove_prefix(kUrn.size());
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, 36);
  }
  if (text.size() != 36 && text.size() != 32) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() == 36 && (at == 8 || at == 13 || at == 18 || at == 23)) {
      if (text[at] != '-') return std::nullopt;
      ++at;
    }
    const int high = hex_digit(text[at]);
    const int low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return bytes;
}

Answer uuid_of_name(FunctionContext& context, Arguments arguments, FunctionError& error) {
  auto space = arguments[0].as_string();
  // RFC 9562, section 6.6.
  if (space == "dns") space = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  if (space == "url") space = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
  if (space == "oid") space = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  if (space == "x500") space = "6ba7b814-9dad-11d1-80b4-00c04fd430c8";
  auto bytes = uuid_bytes(space);
  if (!bytes) {
    return refuse(error, 0, quoted(space) + " is neither dns, url, oid or x500 nor a UUID");
  }
  *bytes += arguments[1].as_string();
  std::string digest = sha1(*bytes).substr(0, 16);
  digest[6] = static_cast<char>((static_cast<unsigned char>(digest[6]) & 0x0F) | 0x50);
  digest[8] = static_cast<char>((static_cast<unsigned char>(digest[8]) & 0x3F) | 0x80);
  std::string text = to_hex(digest);
  for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, 1, '-');
  return text_value(context, text);
}

}  // namespace

void add_hashes(FunctionTable& table) {
  static const Type kString = Type::string();
  static const Parameter kText[] = {{"str", kString}};
  static const Parameter kName[] = {{"namespace", kString}, {"name", kString}};
  static const Function kFunctions[] = {
      {.name = "base64sha256",
       .parameters = kText,
       .result = kString,
       .body = base64_digest<sha256>,
       .description = "The SHA-256 digest of a text, in base64."},
      {.name = "base64sha512",
       .parameters = kText,
       .result = kString,
       .body = base64_digest<sha512>,
       .description = "The SHA-512 digest of a text, in base64."},
      {.name = "md5",
       .parameters = kText,
       .result = kString,
       .body = hex_digest<md5>,
       .description = "The MD5 digest of a text, in hexadecimal."},
      {.name = "sha1",
       .parameters = kText,
       .result = kString,
       .body = hex_digest<sha1>,
       .description = "The SHA-1 digest of a text, in hexadecimal."},
      {.name = "sha256",
       .parameters = kText,
       .result = kString,
       .body = hex_digest<sha256>,
       .description = "The SHA-256 digest of a text, in hexadecimal."},
      {.name = "sha512",
       .parameters = kText,
       .result = kString,
       .body = hex_digest<sha512>,
       .description = "The SHA-512 digest of a text, in hexadecimal."},
      {.name = "uuidv5",
       .parameters = kName,
       .result = kString,
       .body = uuid_of_name,
       .description = "The UUID of a name in a namespace."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
