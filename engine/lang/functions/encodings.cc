// Encodings of bytes and texts: base64, gzip, URLs.
#include <zlib.h>

#include <string>

#include "engine/lang/functions/body.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::lang::functions {

namespace {

Answer encode_base64(FunctionContext& context, Arguments arguments, FunctionError&) {
  return text_value(context, base64_encode(arguments[0].as_string()));
}

Answer decode_base64(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto given = arguments[0].as_string();
  std::string text;
  for (const char c : given) {
    if (c != '\n' && c != '\r') text += c;
  }
  std::string bytes;
  if (!base64_decode(text, bytes)) {
    return refuse(error, 0, quoted(given) + " is not valid base64");
  }
  if (!is_valid_utf8(bytes)) {
    return refuse(error, 0,
                  "what the base64 text holds is not valid UTF-8, so it cannot be a string");
  }
  return text_value(context, bytes);
}

// A gzip member without name and time. Its compressed data ends with an empty block for flushing
// and an empty last block, as what Terraform makes does, so that texts that have been stored
// compare equal.
std::string gzip(std::string_view text) {
  std::string bytes("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  z_stream stream{};
  CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) == Z_OK);
  std::string compressed(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  std::string input(text);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  CHECK(deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in == 0);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  bytes += compressed;
  bytes.append("\x01\0\0\xff\xff", 5);
  const auto little_endian = [&](std::uint32_t number) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
  };
  little_endian(static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(input.data()), static_cast<uInt>(input.size()))));
  little_endian(static_cast<std::uint32_t>(input.size()));
  return bytes;
}

Answer gzip_base64(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::size_t kMost = 1u << 30;
  if (arguments[0].as_string().size() > kMost) {
    return refuse(error, 0, "a text of more than 1 GiB cannot be compressed");
  }
  return text_value(context, base64_encode(gzip(arguments[0].as_string())));
}

Answer encode_url(FunctionContext& context, Arguments arguments, FunctionError&) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : arguments[0].as_string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
  return text_value(context, result);
}

}  // namespace

void add_encodings(FunctionTable& table) {
  static const Parameter kText[] = {{"str", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "base64decode",
       .parameters = kText,
       .result = Type::string(),
       .body = decode_base64,
       .description = "The text that a base64 text holds."},
      {.name = "base64encode",
       .parameters = kText,
       .result = Type::string(),
       .body = encode_base64,
       .description = "The text in base64."},
      {.name = "base64gzip",
       .parameters = kText,
       .result = Type::string(),
       .body = gzip_base64,
       .description = "The text compressed with gzip, in base64."},
      {.name = "urlencode",
       .parameters = kText,
       .result = Type::string(),
       .body = encode_url,
       .description = "The text as it stands in the query of a URL."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
