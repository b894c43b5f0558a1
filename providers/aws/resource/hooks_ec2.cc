#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/read.h"

namespace tenon::aws {

namespace {

const Node& member(const Node& node, std::string_view name) {
  static const Node kNone;
  const Node* found = node.find(name);
  return found == nullptr ? kNone : *found;
}

}  // namespace

// Subnets that come to a network ACL leave another one, and those that leave it go to the VPC's
// default: EC2 knows only the exchange of one association, whose id changes with it.
StepOutcome network_acl_subnets(const Step&, Work& work, int) {
  const auto model = work.declaration.model;
  CallOptions options;
  options.repeatable = true;
  options.cancelled = work.context.cancelled;
  options.deadline = work.context.deadline;
  const auto failed = [](const CallOutcome& outcome) {
    return StepOutcome{StepOutcome::Kind::Failed, *outcome.error, outcome.ambiguous, {}};
  };
  const bool is_remove = work.request.kind == OperationKind::Remove;
  Node values = Node::list();
  values.add(member(work.object, "vpc_id"));
  Node filter = Node::map();
  filter.set("Name", Node::string("vpc-id"));
  filter.set("Values", std::move(values));
  Node filters = Node::list();
  filters.add(std::move(filter));
  Node input = Node::map();
  input.set("Filters", std::move(filters));
  std::vector<Node> acls;
  const CallOutcome listed =
      for_each_page(work.session, model, "ec2", *model->find("DescribeNetworkAcls"), input, options,
                    [&acls](const Node& page) {
                      const auto& items = member(page, "NetworkAcls").items();
                      acls.insert(acls.end(), items.begin(), items.end());
                      return true;
                    });
  if (!listed.ok()) return failed(listed);
  const std::string own = member(work.object, "id").text();
  std::string otherwise;
  for (const Node& acl : acls) {
    if (is_truthy(member(acl, "IsDefault"))) otherwise = member(acl, "NetworkAclId").text();
  }
  const auto& wanted = member(work.object, "subnet_ids").items();
  for (const Node& acl : acls) {
    const bool is_own = member(acl, "NetworkAclId").text() == own;
    for (const Node& association : member(acl, "Associations").items()) {
      const bool is_wanted =
          !is_remove &&
          std::find(wanted.begin(), wanted.end(), member(association, "SubnetId")) != wanted.end();
      if (is_own == is_wanted || (is_own && otherwise == own)) continue;
      Node exchange = Node::map();
      exchange.set("AssociationId", member(association, "NetworkAclAssociationId"));
      exchange.set("NetworkAclId", Node::string(is_wanted ? own : otherwise));
      const CallOutcome outcome = work.session.call(
          model, "ec2", *model->find("ReplaceNetworkAclAssociation"), exchange, options);
      if (!outcome.ok() && outcome.code() != "InvalidAssociationID.NotFound")
        return failed(outcome);
    }
  }
  return {};
}

// An instance's volumes, told apart: the root and the others, each with what its attachment and its
// tags say.
Result<Node> instance_volumes(Node found, const Node& context) {
  Node result = Node::map();
  result.set("RootBlockDevice", Node::list());
  result.set("EbsBlockDevice", Node::list());
  const auto& answers = member(context, "_read").items();
  if (answers.empty()) return result;
  const std::string root = member(answers[0], "RootDeviceName").text();
  for (const Node& volume : member(found, "Volumes").items()) {
    for (const Node& attachment : member(volume, "Attachments").items()) {
      if (!(member(attachment, "InstanceId") == member(answers[0], "InstanceId"))) continue;
      Node device = volume;
      device.set("DeviceName", member(attachment, "Device"));
      device.set("DeleteOnTermination", member(attachment, "DeleteOnTermination"));
      for (const Node& mapping : member(answers[0], "BlockDeviceMappings").items()) {
        const Node& ebs = member(mapping, "Ebs");
        if (member(mapping, "DeviceName") == member(attachment, "Device") &&
            !member(ebs, "DeleteOnTermination").is_null())
          device.set("DeleteOnTermination", member(ebs, "DeleteOnTermination"));
      }
      Node tags = Node::map();
      for (const Node& tag : member(volume, "Tags").items()) {
        const std::string& key = member(tag, "Key").text();
        if (key.rfind("aws:", 0) != 0) tags.set(key, member(tag, "Value"));
      }
      device.set("TagMap", std::move(tags));
      const bool is_root = member(attachment, "Device").text() == root;
      result.find(is_root ? "RootBlockDevice" : "EbsBlockDevice")->add(std::move(device));
    }
  }
  return result;
}

// aws_ami: of the images that are left, the only one or the most recent one. The name is matched
// here, because EC2's filters know no regular expressions.
Result<Node> ami_choice(Node found, const Node& context) {
  std::vector<Node> images = std::move(found.find("Items")->items());
  if (const Node& pattern = member(context, "name_regex"); is_truthy(pattern)) {
    const RE2 wanted(pattern.text(), RE2::Quiet);
    if (!wanted.ok())
      return make_error(ErrorCategory::InvalidArgument,
                        "name_regex is no regular expression: " + wanted.error());
    std::erase_if(images, [&](const Node& image) {
      return !RE2::PartialMatch(member(image, "Name").text(), wanted);
    });
  }
  if (images.empty()) return Node();
  if (images.size() > 1 && !is_truthy(member(context, "most_recent")))
    return make_error(ErrorCategory::InvalidArgument,
                      "aws_ami finds " + std::to_string(images.size()) +
                          " images. Ask for one more closely, or set most_recent = true");
  // ISO 8601 in one zone: the later text is the later time.
  Node image = *std::max_element(images.begin(), images.end(), [](const Node& a, const Node& b) {
    return member(a, "CreationDate").text() < member(b, "CreationDate").text();
  });
  for (const Node& mapping : member(image, "BlockDeviceMappings").items()) {
    if (member(mapping, "DeviceName").text() == member(image, "RootDeviceName").text())
      image.set("RootSnapshotId", member(member(mapping, "Ebs"), "SnapshotId"));
  }
  return image;
}

}  // namespace tenon::aws
