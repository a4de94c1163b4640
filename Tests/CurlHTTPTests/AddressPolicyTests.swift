// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CurlHTTP

/// The policy's own logic: parsing, ranges, what counts as public.
struct AddressPolicyTests {
    private static let loops = 2000

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.0.9",
        "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::",
        "2002:a9fe:a9fe::1", "3fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
    func notPublic(text: String) throws {
        #expect(try !#require(IPAddress(parsing: text)).isPublic)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
        "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1",
    ])
    func isPublic(text: String) throws {
        #expect(try #require(IPAddress(parsing: text)).isPublic)
    }

    @Test(arguments: [
        "", " ", "1.2.3", "1.2.3.4.5", "0177.0.0.1", "256.1.1.1", "1.2.3.4 ", "0x7f.0.0.1", "::g", ":::", "fe80::1%lo",
        "1.2.3.4\0",
        "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "/8", "::/129", "::/0x10",
        "10.0.0.0/ 8",
        "[10.0.0.1", "host/8",
    ])
    func noRanges(text: String) {
        #expect(AddressRange(parsing: text) == nil)
    }

    @Test func rangesContainWhatSharesTheirPrefixAndNothingElse() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<Self.loops {
            let isV4 = Bool.random(using: &random)
            let width = isV4 ? 32 : 128
            let bits = random.next128()
            let address: IPAddress = isV4 ? .v4(UInt32(truncatingIfNeeded: bits)) : .v6(bits)
            let length = Int.random(in: 0...width, using: &random)
            let range = try #require(AddressRange(address, prefixLength: length))
            #expect(range.contains(address))
            let flipped = Int.random(in: 0..<width, using: &random)
            #expect(range.contains(address.flipping(bit: flipped)) == (flipped >= length))
        }
    }

    @Test func textAndBitsAgree() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<Self.loops {
            let bits = random.next128()
            let groups = (0..<8).map { String(UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)), radix: 16) }
            #expect(IPAddress(parsing: groups.joined(separator: ":")) == .v6(bits))
            let v4 = UInt32(truncatingIfNeeded: bits)
            let octets = (0..<4).map { String(UInt8(truncatingIfNeeded: v4 >> (24 - 8 * $0))) }
            #expect(IPAddress(parsing: octets.joined(separator: ".")) == .v4(v4))
        }
    }

    @Test func embeddedAddressesAreJudgedAsTheyAre() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<Self.loops {
            let v4 = UInt32(truncatingIfNeeded: random.next())
            let expected = IPAddress.v4(v4).isPublic
            let low = UInt128(v4)
            #expect(IPAddress.v6(0xffff << 32 | low).isPublic == expected)
            #expect(IPAddress.v6(0x64_ff9b << 96 | low).isPublic == expected)
            #expect(IPAddress.v6(0x2002 << 112 | low << 80 | random.next128() >> 48).isPublic == expected)
        }
    }

    @Test func nothingOutsideGlobalUnicastIsPublic() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<Self.loops {
            let bits = random.next128()
            guard bits >> 125 != 1, bits >> 96 != 0x64_ff9b, bits >> 32 != 0xffff else { continue }
            #expect(!IPAddress.v6(bits).isPublic)
        }
    }

    @Test func mappedAddressesMatchRangesOfVersion4() throws {
        let range = try #require(AddressRange(parsing: "10.0.0.0/8"))
        #expect(range.contains(try #require(IPAddress(parsing: "::ffff:10.1.2.3"))))
        #expect(!range.contains(try #require(IPAddress(parsing: "::ffff:11.1.2.3"))))
        #expect(!range.contains(try #require(IPAddress(parsing: "::10.1.2.3"))))
    }

    @Test func hostNamesAreComparedWithoutCaseAndRoot() throws {
        let guardian = try #require(AddressGuard(.publicOnly(allowing: ["Files.Example.", "10.0.0.0/8"])))
        let address = IPAddress.v4(0xc0a8_0001)
        #expect(guardian.permits(address, host: "files.example"))
        #expect(guardian.permits(address, host: "FILES.example."))
        #expect(!guardian.permits(address, host: "example"))
        #expect(!guardian.permits(address, host: "x.files.example"))
        #expect(!guardian.permits(address, host: nil))
        #expect(guardian.permits(.v4(0x0a00_0001), host: nil))
    }

    @Test func entriesThatMeanNothingAreReportedAndPermitNothing() throws {
        let unusable = [
            "10.0.0.0/99", "0177.0.0.1", "127.1", "http://host", "host:80", "", ".", "a..b", "ho st", "*.x",
        ]
        let usable = ["10.0.0.0/8", "[::1]", "::1", "fd00::/8", "localhost", "a-b.example", "my_host."]
        let policy = AddressPolicy.publicOnly(allowing: unusable + usable)
        #expect(policy.unusableEntries == unusable)
        let guardian = try #require(AddressGuard(.publicOnly(allowing: unusable)))
        for host in unusable { #expect(!guardian.permits(.v4(0x7f00_0001), host: host)) }
        #expect(AddressPolicy.unrestricted.unusableEntries.isEmpty)
    }
}
