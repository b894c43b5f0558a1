// Signature Version 4 of AWS requests, in the Authorization header.
// Source: AWS, "Create a signed AWS API request" (IAM User Guide). Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // "" where there is none
};

struct SigningScope {
  std::string region;
  std::string service;    // signing name: "monitoring" for CloudWatch
  std::string timestamp;  // 20261121T024018Z
};

struct SigningOptions {
  bool normalize_path = true;       // dot segments and double slashes; not for S3
  bool encode_path_twice = true;    // not for S3
  bool sign_content_hash = false;   // adds x-amz-content-sha256, which S3 demands
  bool omit_session_token = false;  // add the token after signing instead of signing it
};

struct SignableRequest {
  std::string method;
  std::string path;                                          // escaped once, begins with "/"
  std::string query;                                         // as sent, without "?"
  std::vector<std::pair<std::string, std::string>> headers;  // with Host
  std::string body;
};

// What the signature is made of, for tests and for the message of a refused signature.
struct Signature {
  std::string canonical_request;
  std::string string_to_sign;
  std::string authorization;
};

// Adds X-Amz-Date, X-Amz-Security-Token and Authorization to request.headers.
Signature sign(SignableRequest& request, const Credentials& credentials, const SigningScope& scope,
               const SigningOptions& options = {});

// RFC 3986: everything but letters, digits and -._~ (and `keep`) as %XX.
std::string uri_encode(std::string_view text, std::string_view keep = {});
std::string uri_decode(std::string_view text);

}  // namespace tenon::aws
