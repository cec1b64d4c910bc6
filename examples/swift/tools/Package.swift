// swift-tools-version: 6.0

import PackageDescription

let library = Target.Dependency.product(
    name: "CloudAgentDisposition", package: "cloudagent-disposition")

let package = Package(
    name: "cloudagent-disposition-examples",
    platforms: [.macOS(.v13)],
    dependencies: [
        // In an app of yours: the path of bindings/swift, or the URL of a release.
        .package(name: "cloudagent-disposition", path: "../../../bindings/swift")
    ],
    targets: [
        .executableTarget(
            name: "set-disposition", dependencies: [library], path: "Sources/SetDisposition"),
        .executableTarget(name: "crm-wrapup", dependencies: [library], path: "Sources/CRMWrapup"),
    ],
    swiftLanguageModes: [.v6]
)
