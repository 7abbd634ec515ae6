using RdpCompliance.Engine.Derivations.Connections;

namespace RdpCompliance.Tests.Derivations.Connections;

public sealed class StatedAddressTests
{
    [Theory]
    [InlineData("host01", "name host01")]
    [InlineData("host01.contoso.com.", "name host01.contoso.com")]
    [InlineData("host01.contoso.com:3390", "name host01.contoso.com 3390")]
    [InlineData(" münchen-1.example ", "name münchen-1.example")]
    [InlineData("host_01:3390", "name host_01 3390")]
    [InlineData("10.0.0.4", "ipv4 10.0.0.4")]
    [InlineData("10.0.0.4:3390", "ipv4 10.0.0.4 3390")]
    [InlineData("fd00::4", "ipv6 fd00::4")]
    [InlineData("[fd00::4]:3390", "ipv6 fd00::4 3390")]
    [InlineData("fe80::1%12", "ipv6 fe80::1%12")]
    [InlineData("127.0.0.1:50389", "loopback 127.0.0.1 50389")]
    [InlineData("[::1]:50389", "loopback ::1 50389")]
    [InlineData("localhost", "loopback localhost")]
    [InlineData("10.0.0.256", "malformed 10.0.0.256")]
    [InlineData("0.0.0.0", "malformed 0.0.0.0")]
    [InlineData("255.255.255.255", "malformed 255.255.255.255")]
    [InlineData("ff02::1", "malformed ff02::1")]
    [InlineData("https://host01", "malformed https")]
    [InlineData("host 01", "malformed host 01")]
    [InlineData("host01/rdp", "malformed host01/rdp")]
    [InlineData("host01:", "malformed host01")]
    [InlineData("host01:0", "malformed host01 0")]
    [InlineData("host01:70000", "malformed host01")]
    [InlineData("host01..contoso.com", "malformed host01..contoso.com")]
    [InlineData(":3389", "malformed  3389")]
    [InlineData("[fd00::4", "malformed [fd00::4")]
    public void An_address_is_told_by_its_form(string text, string expected) =>
        Assert.Equal(expected, Print(StatedAddress.TryParse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_address_is_none(string text) => Assert.Null(StatedAddress.TryParse(text));

    private static string Print(StatedAddress? address) =>
        address is null ? "" : $"{address.Form.ToString().ToLowerInvariant()} {address.Host}{(address.Port is { } port ? $" {port}" : "")}";
}
