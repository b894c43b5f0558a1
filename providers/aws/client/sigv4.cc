#include "providers/aws/client/sigv4.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// RFC 3986, 5.2.4, and empty segments dropped.
std::string normalized_path(std::string_view path) {
  std::vector<std::string> kept;
  for (const std::string& segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else {
      kept.push_back(segment);
    }
  }
  std::string result = "/" + join(kept, "/");
  if (result.size() > 1 && (path.back() == '/' || path.substr(path.size() - 2) == "/.")) {
    result += '/';
  }
  return result;
}

std::string canonical_query(std::string_view query) {
  if (query.empty()) return {};
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& part : split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
    pairs.emplace_back(uri_encode(uri_decode(name)), uri_encode(uri_decode(value)));
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::string> parts;
  for (const auto& [name, value] : pairs) parts.push_back(name + "=" + value);
  return join(parts, "&");
}

// Runs of spaces become one.
std::string header_value(std::string_view value) {
  std::string result;
  for (const char c : trim(value)) {
    if (c == ' ' && !result.empty() && result.back() == ' ') continue;
    result += c;
  }
  return result;
}

bool never_signed(const std::string& name) {
  return name == "user-agent" || name == "expect" || name == "connection" ||
         name == "x-amzn-trace-id" || name == "authorization";
}

}  // namespace

std::string uri_encode(std::string_view text, std::string_view keep) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~' ||
        keep.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
  return result;
}

std::string uri_decode(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

Signature sign(SignableRequest& request, const Credentials& credentials, const SigningScope& scope,
               const SigningOptions& options) {
  const std::string body_hash = to_hex(sha256(request.body));
  request.headers.emplace_back("X-Amz-Date", scope.timestamp);
  if (options.sign_content_hash) request.headers.emplace_back("x-amz-content-sha256", body_hash);
  const bool has_token = !credentials.session_token.empty();
  if (has_token && !options.omit_session_token)
    request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);

  std::map<std::string, std::vector<std::string>> headers;
  for (const auto& [name, value] : request.headers) {
    const std::string key = lower(name);
    if (!never_signed(key)) headers[key].push_back(header_value(value));
  }
  std::string header_lines;
  std::vector<std::string> names;
  for (const auto& [name, values] : headers) {
    header_lines += name + ":" + join(values, ",") + "\n";
    names.push_back(name);
  }
  const std::string signed_names = join(names, ";");

  std::string path = request.path.empty() ? "/" : request.path;
  if (options.normalize_path) path = normalized_path(path);
  if (options.encode_path_twice) path = uri_encode(path, "/");

  Signature signature;
  signature.canonical_request = request.method + "\n" + path + "\n" +
                                canonical_query(request.query) + "\n" + header_lines + "\n" +
                                signed_names + "\n" + body_hash;
  const std::string date = scope.timestamp.substr(0, 8);
  const std::string credential_scope =
      date + "/" + scope.region + "/" + scope.service + "/aws4_request";
  signature.string_to_sign = std::string(kAlgorithm) + "\n" + scope.timestamp + "\n" +
                             credential_scope + "\n" + to_hex(sha256(signature.canonical_request));
  std::string key = hmac_sha256("AWS4" + credentials.secret_access_key, date);
  key = hmac_sha256(key, scope.region);
  key = hmac_sha256(key, scope.service);
  key = hmac_sha256(key, "aws4_request");
  signature.authorization = std::string(kAlgorithm) + " Credential=" + credentials.access_key_id +
                            "/" + credential_scope + ", SignedHeaders=" + signed_names +
                            ", Signature=" + to_hex(hmac_sha256(key, signature.string_to_sign));
  if (has_token && options.omit_session_token)
    request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
  request.headers.emplace_back("Authorization", signature.authorization);
  return signature;
}

}  // namespace tenon::aws
