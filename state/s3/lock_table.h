// S3LockTable: the DynamoDB table that Terraform keeps locks and digests in. One item each, by its
// string key LockID: "bucket/key" with Info (the lock's note), "bucket/key-md5" with Digest (of the
// text that was written last). Source: Amazon DynamoDB API Reference (GetItem, PutItem, DeleteItem
// with condition expressions). Threads: one at a time. Cost: one request each.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "state/s3/connection.h"

namespace tenon {

class S3LockTable {
 public:
  // REQUIRES: the settings name a table.
  explicit S3LockTable(std::shared_ptr<S3Connection> connection);

  // The string attribute of an item, as it is now; nothing where there is no such item.
  Result<std::optional<std::string>> get(const std::string& id, const std::string& attribute);
  Status put(const std::string& id, const std::string& attribute, const std::string& value);
  // Conflict where there is an item already, unless it is the very same one (a lost answer).
  Status put_if_absent(const std::string& id, const std::string& attribute,
                       const std::string& value);
  // Conflict where the attribute has another value or the item is gone, unless an answer was lost.
  Status remove_if(const std::string& id, const std::string& attribute, const std::string& value);
  Status remove(const std::string& id);

 private:
  S3Call call(const std::string& operation, std::string body) const;

  const std::shared_ptr<S3Connection> connection_;
};

}  // namespace tenon
