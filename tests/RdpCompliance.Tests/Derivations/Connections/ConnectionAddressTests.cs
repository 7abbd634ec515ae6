using RdpCompliance.Engine.Derivations.Connections;

namespace RdpCompliance.Tests.Derivations.Connections;

public sealed class ConnectionAddressTests
{
    [Theory]
    [InlineData("host01", "host01")]
    [InlineData("host01.contoso.com:3390", "host01.contoso.com")]
    [InlineData(" host01.contoso.com. ", "host01.contoso.com")]
    [InlineData("10.0.0.4:3389", "10.0.0.4")]
    [InlineData("[fe80::1]:3389", "fe80::1")]
    [InlineData("fe80::1", "fe80::1")]
    [InlineData("[fe80::1", "[fe80::1")]
    [InlineData(":3389", "")]
    public void An_address_names_a_host(string address, string host) => Assert.Equal(host, ConnectionAddress.HostOf(address));
}
