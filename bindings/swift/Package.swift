// swift-tools-version: 6.0

import Foundation
import PackageDescription

// Made by `cargo tool native swift` from the Rust sources, and not in git: the bridge's Swift, its C
// header, and the static library behind both.
let native = "Native"
// The tests name the folder of the library that has the planted panic in it, `make demo` that of its own.
let library = Context.environment["CAD_SWIFT_LIBRARY"] ?? "lib"

guard FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(native)") else {
    print("error: the native part is missing: run 'cargo tool native swift' in the checkout first")
    exit(1)
}

let package = Package(
    name: "cloudagent-disposition",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [
        .library(name: "CloudAgentDisposition", targets: ["CloudAgentDisposition"]),
        .library(
            name: "CloudAgentDispositionTesting", targets: ["CloudAgentDispositionTesting"]),
    ],
    targets: [
        .target(
            name: "CloudAgentDisposition",
            dependencies: ["CloudAgentDispositionBridge", "CloudAgentDispositionBridgeFFI"]),
        .target(
            name: "CloudAgentDispositionTesting",
            dependencies: ["CloudAgentDisposition", "CloudAgentDispositionBridge"]),
        .target(
            name: "CloudAgentDispositionBridge",
            dependencies: ["CloudAgentDispositionBridgeFFI"],
            path: "\(native)/CloudAgentDispositionBridge",
            // What UniFFI generates is checked, but not written, for Swift 6.
            swiftSettings: [.swiftLanguageMode(.v5)],
            // SwiftPM allows these of a package that is depended on by its path, as this one is; a
            // release is depended on by its version, and has a binary target instead.
            linkerSettings: [.unsafeFlags(["-L\(Context.packageDirectory)/\(native)/\(library)"])]
        ),
        .systemLibrary(
            name: "CloudAgentDispositionBridgeFFI",
            path: "\(native)/CloudAgentDispositionBridgeFFI"
        ),
        .testTarget(
            name: "CloudAgentDispositionTests",
            dependencies: [
                "CloudAgentDisposition", "CloudAgentDispositionTesting",
                "CloudAgentDispositionBridge",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
