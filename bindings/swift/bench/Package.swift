// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "cloudagent-disposition-bench",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "cloudagent-disposition", path: "..")],
    targets: [
        .executableTarget(
            name: "Bench",
            dependencies: [
                .product(name: "CloudAgentDisposition", package: "cloudagent-disposition")
            ])
    ],
    swiftLanguageModes: [.v6]
)
