// S3Objects: one bucket's objects, as far as states need them. Source of the requests: Amazon S3
// API Reference (GetObject, PutObject with If-Match and If-None-Match, DeleteObject,
// ListObjectsV2). Threads: one at a time. Cost: one request each, list one per thousand keys.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "state/s3/connection.h"

namespace tenon {

struct S3Object {
  bool exists = false;
  bool unchanged = false;  // it still has the ETag that was known; no text
  std::string text;
  std::string etag;
  std::string replaces;  // as it was put; not known where `unchanged`
};

enum class PutIf { Always, Absent, Matches };

class S3Objects {
 public:
  explicit S3Objects(std::shared_ptr<S3Connection> connection);

  Result<S3Object> get(const std::string& key, const std::string& known_etag = {});
  // The new ETag. Conflict where the condition does not hold, Unsupported where a store (that only
  // speaks S3) does not know it. A lost answer is asked after, so that success is never taken for a
  // conflict.
  Result<std::string> put(const std::string& key, std::string_view text, PutIf condition,
                          const std::string& etag = {}, const std::string& replaces = {});
  // The same, without the condition where the store does not know it. `replaces` (a word, may be
  // empty) is kept with the object.
  Result<std::string> put_if_possible(const std::string& key, std::string_view text,
                                      PutIf condition, const std::string& etag = {},
                                      const std::string& replaces = {});
  Status remove(const std::string& key);  // an absent one is no error
  // Keys below the prefix, in the order of their bytes; `most` of them where it is not 0.
  Result<std::vector<std::string>> list(const std::string& prefix, std::size_t most = 0);

 private:
  S3Call call(const char* operation, const char* method, const std::string& key) const;
  void add_customer_key(S3Call& call) const;

  const std::shared_ptr<S3Connection> connection_;
  aws::Endpoint endpoint_;
  std::string bucket_path_;  // "/bucket" with path style
  std::string arn_;
};

}  // namespace tenon
