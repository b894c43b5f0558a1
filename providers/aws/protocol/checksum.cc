#include "providers/aws/protocol/checksum.h"

#include <array>

#include "schema/base/digest.h"

namespace tenon::aws {

namespace {

// CRC-32 of ISO 3309 (RFC 1952, 8), big-endian.
std::string crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  crc = ~crc;
  std::string raw;
  for (const int shift : {24, 16, 8, 0}) raw += static_cast<char>((crc >> shift) & 0xFFU);
  return raw;
}

bool is_checksum_header(std::string_view name) {
  static constexpr std::string_view kPrefix = "x-amz-checksum-";
  std::string lower;
  for (const char c : name) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower == "content-md5" || lower.compare(0, kPrefix.size(), kPrefix) == 0;
}

}  // namespace

Status add_checksum(const Operation& operation, const Node& input, SignableRequest& request) {
  for (const auto& [name, value] : request.headers) {
    if (is_checksum_header(name)) return ok_status();
  }
  const Node* chosen =
      operation.checksum_member.empty() ? nullptr : input.find(operation.checksum_member);
  const bool is_chosen = chosen != nullptr && !chosen->scalar_text().empty();
  if (!operation.checksum_required && !is_chosen) return ok_status();
  if (operation.checksum_member.empty()) {
    request.headers.emplace_back("Content-MD5", base64_encode(md5(request.body)));
    return ok_status();
  }
  const std::string algorithm = is_chosen ? chosen->scalar_text() : "CRC32";
  if (algorithm == "CRC32") {
    request.headers.emplace_back("x-amz-checksum-crc32", base64_encode(crc32(request.body)));
  } else if (algorithm == "SHA1") {
    request.headers.emplace_back("x-amz-checksum-sha1", base64_encode(sha1(request.body)));
  } else if (algorithm == "SHA256") {
    request.headers.emplace_back("x-amz-checksum-sha256", base64_encode(sha256(request.body)));
  } else {
    return make_error(
        ErrorCategory::Unsupported,
        operation.checksum_member + " can be CRC32, SHA1 or SHA256 here, not " + algorithm);
  }
  if (!is_chosen) request.headers.emplace_back("x-amz-sdk-checksum-algorithm", algorithm);
  return ok_status();
}

}  // namespace tenon::aws
