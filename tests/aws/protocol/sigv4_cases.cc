// Runs the published SigV4 test suite, as botocore's source distribution carries it:
//   sigv4_cases FOLDER/tests/unit/auth/aws4_testsuite LIST
// Each case has a raw request and what signing makes of it: canonical request, string to sign,
// Authorization header. All three are compared, byte for byte.

#include <iostream>

#include "providers/aws/client/sigv4.h"
#include "tests/aws/protocol/expectations.h"

namespace tenon::aws {

namespace {

// The suite's own, as its description publishes them; they open nothing.
constexpr const char* kAccessKey = "AKIDEXAMPLE";
constexpr const char* kSecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

std::string read(const std::string& path) {
  const auto text = system_env().read_file(path);
  std::string result;
  if (!text) return result;
  for (const char c : *text) {
    if (c != '\r') result += c;
  }
  return result;
}

// A raw HTTP request; header lines unfolded.
SignableRequest parse_request(const std::string& text) {
  SignableRequest request;
  const auto first_end = text.find('\n');
  const std::string first = text.substr(0, first_end);
  const auto method_end = first.find(' ');
  const auto version = first.rfind(" HTTP/");
  request.method = first.substr(0, method_end);
  std::string target = first.substr(method_end + 1, version - method_end - 1);
  const auto question = target.find('?');
  if (question != std::string::npos) {
    request.query = target.substr(question + 1);
    target.resize(question);
  }
  request.path = target;  // as sent: signing escapes it once more
  std::size_t at = first_end == std::string::npos ? text.size() : first_end + 1;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty()) {
      request.body = at < text.size() ? text.substr(at) : "";
      break;
    }
    if ((line[0] == ' ' || line[0] == '\t') && !request.headers.empty()) {
      request.headers.back().second += " " + std::string(trim(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  return request;
}

std::string difference(const char* what, const std::string& wanted, const std::string& got) {
  if (wanted == got) return {};
  return std::string("  ") + what + ", wanted:\n" + wanted + "\n  got:\n" + got + "\n";
}

std::string run(const std::string& stem) {
  SignableRequest request = parse_request(read(stem + ".req"));
  const std::string canonical = read(stem + ".creq");
  Credentials credentials{kAccessKey, kSecretKey, ""};
  SigningOptions options;
  SigningScope scope{"us-east-1", "service", "20150830T123600Z"};
  // sign() adds date and token itself. A token that the canonical request leaves out is added after
  // signing.
  std::erase_if(request.headers, [&](const auto& header) {
    if (header.first == "X-Amz-Security-Token") credentials.session_token = trim(header.second);
    return header.first == "X-Amz-Date" || header.first == "X-Amz-Security-Token";
  });
  const std::string token_line = "x-amz-security-token:";
  if (const auto token = canonical.find(token_line); token != std::string::npos) {
    const auto begin = token + token_line.size();
    credentials.session_token = canonical.substr(begin, canonical.find('\n', begin) - begin);
  } else {
    options.omit_session_token = !credentials.session_token.empty();
  }
  const Signature signature = sign(request, credentials, scope, options);
  return difference("canonical request", canonical, signature.canonical_request) +
         difference("string to sign", read(stem + ".sts"), signature.string_to_sign) +
         difference("authorization", read(stem + ".authz"), signature.authorization);
}

void walk(const std::string& folder, const std::string& name, Expectations& expectations) {
  const std::string path = name.empty() ? folder : folder + "/" + name;
  const auto entries = system_env().list_directory(path);
  if (!entries) return;
  for (const std::string& entry : *entries) {
    const std::string inner = name.empty() ? entry : name + "/" + entry;
    if (system_env().directory_exists(path + "/" + entry)) {
      walk(folder, inner, expectations);
    } else if (entry.size() > 4 && entry.compare(entry.size() - 4, 4, ".req") == 0) {
      expectations.record(name, run(path + "/" + entry.substr(0, entry.size() - 4)));
    }
  }
}

}  // namespace

}  // namespace tenon::aws

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: sigv4_cases FOLDER LIST\n";
    return 2;
  }
  tenon::aws::Expectations expectations;
  if (!expectations.load(arguments[2])) return 2;
  tenon::aws::walk(arguments[1], "", expectations);
  return expectations.finish("SigV4");
}
