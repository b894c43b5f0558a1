// textencodebase64 and textdecodebase64: texts in other character sets, by the names that IANA
// registered. The C library converts; which names count, and the byte order mark of UTF-16, is
// decided here.
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::lang::functions {

namespace {

struct CharacterSet {
  std::string_view name;  // lower case
  const char* converter;  // the C library's name
};

constexpr CharacterSet kSets[] = {
    {"utf-8", "UTF-8"},
    {"csutf8", "UTF-8"},
    {"utf-16", "UTF-16BE"},
    {"csutf16", "UTF-16BE"},
    {"utf-16be", "UTF-16BE"},
    {"csutf16be", "UTF-16BE"},
    {"utf-16le", "UTF-16LE"},
    {"csutf16le", "UTF-16LE"},
    {"us-ascii", "ASCII"},
    {"iso-ir-6", "ASCII"},
    {"ansi_x3.4-1968", "ASCII"},
    {"ansi_x3.4-1986", "ASCII"},
    {"iso_646.irv:1991", "ASCII"},
    {"iso646-us", "ASCII"},
    {"us", "ASCII"},
    {"ibm367", "ASCII"},
    {"cp367", "ASCII"},
    {"csascii", "ASCII"},
    {"iso-8859-1", "ISO-8859-1"},
    {"iso_8859-1", "ISO-8859-1"},
    {"iso_8859-1:1987", "ISO-8859-1"},
    {"iso-ir-100", "ISO-8859-1"},
    {"latin1", "ISO-8859-1"},
    {"l1", "ISO-8859-1"},
    {"ibm819", "ISO-8859-1"},
    {"cp819", "ISO-8859-1"},
    {"csisolatin1", "ISO-8859-1"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso_8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"l2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso_8859-3", "ISO-8859-3"},
    {"latin3", "ISO-8859-3"},
    {"l3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso_8859-4", "ISO-8859-4"},
    {"latin4", "ISO-8859-4"},
    {"l4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso_8859-5", "ISO-8859-5"},
    {"cyrillic", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso_8859-6", "ISO-8859-6"},
    {"arabic", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso_8859-7", "ISO-8859-7"},
    {"greek", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso_8859-8", "ISO-8859-8"},
    {"hebrew", "ISO-8859-8"},
    {"iso-8859-9", "ISO-8859-9"},
    {"iso_8859-9", "ISO-8859-9"},
    {"latin5", "ISO-8859-9"},
    {"l5", "ISO-8859-9"},
    {"iso-8859-10", "ISO-8859-10"},
    {"latin6", "ISO-8859-10"},
    {"l6", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"latin8", "ISO-8859-14"},
    {"l8", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso_8859-15", "ISO-8859-15"},
    {"latin-9", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"iso_8859-16", "ISO-8859-16"},
    {"latin10", "ISO-8859-16"},
    {"l10", "ISO-8859-16"},
    {"ibm037", "IBM037"},
    {"cp037", "IBM037"},
    {"ibm437", "IBM437"},
    {"cp437", "IBM437"},
    {"437", "IBM437"},
    {"ibm850", "IBM850"},
    {"cp850", "IBM850"},
    {"850", "IBM850"},
    {"ibm852", "IBM852"},
    {"cp852", "IBM852"},
    {"852", "IBM852"},
    {"ibm855", "IBM855"},
    {"cp855", "IBM855"},
    {"855", "IBM855"},
    {"ibm00858", "CP858"},
    {"cp00858", "CP858"},
    {"ibm860", "IBM860"},
    {"cp860", "IBM860"},
    {"ibm862", "IBM862"},
    {"cp862", "IBM862"},
    {"ibm863", "IBM863"},
    {"cp863", "IBM863"},
    {"ibm865", "IBM865"},
    {"cp865", "IBM865"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"866", "IBM866"},
    {"ibm1047", "IBM1047"},
    {"ibm01140", "CP1140"},
    {"koi8-r", "KOI8-R"},
    {"cskoi8r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"macintosh", "MACINTOSH"},
    {"mac", "MACINTOSH"},
    {"csmacintosh", "MACINTOSH"},
    {"windows-874", "CP874"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1252", "CP1252"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"gbk", "GBK"},
    {"cp936", "GBK"},
    {"ms936", "GBK"},
    {"windows-936", "GBK"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5"},
    {"csbig5", "BIG5"},
    {"euc-jp", "EUC-JP"},
    {"cseucpkdfmtjapanese", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"csiso2022jp", "ISO-2022-JP"},
    {"shift_jis", "CP932"},
    {"ms_kanji", "CP932"},
    {"csshiftjis", "CP932"},
    {"euc-kr", "EUC-KR"},
    {"cseuckr", "EUC-KR"},
};

const char* converter_of(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const CharacterSet& set : kSets) {
    if (set.name == lower) return set.converter;
  }
  return nullptr;
}

enum class Conversion { Done, Unrepresentable, Unavailable };

Conversion recode(const char* to, const char* from, std::string_view text, std::string& result) {
  const iconv_t converter = iconv_open(to, from);
  // What iconv_open answers where it fails is minus one made a pointer.
  if (reinterpret_cast<std::intptr_t>(converter) == -1) return Conversion::Unavailable;
  std::string input(text);
  char* in = input.data();
  std::size_t in_left = input.size();
  Conversion outcome = Conversion::Done;
  bool flushing = false;
  while (true) {
    char buffer[4096];
    char* out = buffer;
    std::size_t out_left = sizeof buffer;
    const auto answer =
        iconv(converter, flushing ? nullptr : &in, flushing ? nullptr : &in_left, &out, &out_left);
    const int problem = errno;
    result.append(buffer, sizeof buffer - out_left);
    if (answer == static_cast<std::size_t>(-1)) {
      if (problem == E2BIG) continue;
      outcome = Conversion::Unrepresentable;
      break;
    }
    if (flushing) break;
    flushing = true;
  }
  iconv_close(converter);
  return outcome;
}

std::nullopt_t unsupported(std::string_view name, FunctionError& error) {
  return refuse(error, 1, quoted(name) + " is not the IANA name of a supported character set");
}

Answer encode_text(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto name = arguments[1].as_string();
  const char* const converter = converter_of(name);
  if (converter == nullptr) return unsupported(name, error);
  std::string bytes;
  // UTF-16 without a byte order in its name starts with a mark.
  if (name.size() == 6 && std::string_view(converter) == "UTF-16BE") bytes = "\xFE\xFF";
  switch (recode(converter, "UTF-8", arguments[0].as_string(), bytes)) {
    case Conversion::Done:
      return text_value(context, base64_encode(bytes));
    case Conversion::Unavailable:
      return unsupported(name, error);
    case Conversion::Unrepresentable:
      break;
  }
  return refuse(error, 0, "the text has characters that " + std::string(name) + " does not have");
}

Answer decode_text(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto name = arguments[1].as_string();
  const char* converter = converter_of(name);
  if (converter == nullptr) return unsupported(name, error);
  std::string source;
  for (const char c : arguments[0].as_string()) {
    if (c != '\n' && c != '\r') source += c;
  }
  std::string bytes;
  if (!base64_decode(source, bytes)) return refuse(error, 0, "the text is not valid base64");
  std::string_view content = bytes;
  if (name.size() == 6 && std::string_view(converter) == "UTF-16BE") {
    if (content.starts_with("\xFF\xFE")) converter = "UTF-16LE";
    if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF")) {
      content.remove_prefix(2);
    }
  }
  std::string text;
  switch (recode("UTF-8", converter, content, text)) {
    case Conversion::Done:
      if (is_valid_utf8(text)) return text_value(context, text);
      break;
    case Conversion::Unavailable:
      return unsupported(name, error);
    case Conversion::Unrepresentable:
      break;
  }
  return refuse(error, 0, "the text has bytes that mean nothing in " + std::string(name));
}

}  // namespace

void add_character_sets(FunctionTable& table) {
  static const Parameter kEncode[] = {{"string", Type::string()}, {"encoding", Type::string()}};
  static const Parameter kDecode[] = {{"source", Type::string()}, {"encoding", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "textdecodebase64",
       .parameters = kDecode,
       .result = Type::string(),
       .body = decode_text,
       .description = "The text that base64 holds in a character set."},
      {.name = "textencodebase64",
       .parameters = kEncode,
       .result = Type::string(),
       .body = encode_text,
       .description = "The text in a character set, in base64."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
