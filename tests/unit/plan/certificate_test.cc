// The no-op certificate: what is found unchanged once is not looked at again, and whatever a plan
// looks at voids it.
#include <gtest/gtest.h>

#include "tests/unit/apply/applying.h"

namespace tenon {
namespace {

class Certificates : public ::testing::Test {
 protected:
  // How many instances were found unchanged anew: each gets a certificate.
  std::size_t issued() {
    const PlanRun run = desk.plan();
    EXPECT_EQ(desk.said(), "");
    return run.certificates.size();
  }
  void keep() {
    const PlanRun run = desk.plan();
    Batch batch;
    batch.certificates = run.certificates;
    EXPECT_TRUE(static_cast<bool>(desk.session.commit(batch, nullptr, "plan")));
  }
  void write(const char* rest = "") {
    desk.write(
        std::string("variable \"size\" { default = 1 }\n"
                    "resource \"paper_thing\" \"a\" {\n  name = \"a\"\n  size = var.size\n") +
        rest + "}\n");
  }

  ApplyDesk desk;
};

TEST_F(Certificates, AreIssuedOnce) {
  write();
  desk.apply();
  desk.session.certificates.clear();
  EXPECT_EQ(issued(), 1U);
  keep();
  EXPECT_EQ(issued(), 0U);
  EXPECT_EQ(desk.planned(), "");
}

TEST_F(Certificates, AnApplyIssuesThemForWhatItMade) {
  write();
  desk.apply();
  EXPECT_EQ(desk.session.certificates.size(), 1U);
  EXPECT_EQ(issued(), 0U);
}

TEST_F(Certificates, AnotherVersionOfTheRowVoidsThem) {
  write();
  desk.apply();
  keep();
  ++desk.session.rows.begin()->second.version;
  EXPECT_EQ(issued(), 1U);
}

TEST_F(Certificates, AnotherConfigurationVoidsThem) {
  write();
  desk.apply();
  keep();
  // The same object, and yet its row has something else to say.
  write("  lifecycle { create_before_destroy = true }\n");
  EXPECT_EQ(desk.plan().plan->records, 1U);
  write("  lifecycle { ignore_changes = [size] }\n");
  EXPECT_EQ(issued(), 1U);
}

TEST_F(Certificates, DriftIsSeenInSpiteOfThem) {
  write();
  desk.apply();
  keep();
  desk.cloud.things.begin()->second.size = 5;
  EXPECT_EQ(desk.planned(), "~paper_thing.a");
}

TEST_F(Certificates, TaintedRowsNeverUseThem) {
  write();
  desk.apply();
  keep();
  desk.session.rows.begin()->second.row.tainted = true;
  EXPECT_EQ(desk.planned(), "-/+paper_thing.a");
}

TEST_F(Certificates, TheKeyOfTheStoreIsPartOfThem) {
  write();
  desk.apply();
  keep();
  PlanOptions options;
  options.key.k0 = 1;
  EXPECT_EQ(desk.plan(options).certificates.size(), 1U);
}

TEST_F(Certificates, WithoutThemThePlanIsTheSame) {
  write();
  desk.apply();
  keep();
  write("  lifecycle { ignore_changes = [size] }\n");
  PlanOptions options;
  options.certificates = false;
  EXPECT_EQ(desk.planned(), desk.planned(options));
}

}  // namespace
}  // namespace tenon
