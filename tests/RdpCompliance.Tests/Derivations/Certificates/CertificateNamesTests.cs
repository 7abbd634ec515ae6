using RdpCompliance.Engine.Derivations.Certificates;

namespace RdpCompliance.Tests.Derivations.Certificates;

public sealed class CertificateNamesTests
{
    [Theory]
    [InlineData("host01.contoso.com", "HOST01.contoso.com", true)]
    [InlineData("*.contoso.com", "host01.contoso.com", true)]
    [InlineData("*.contoso.com", "host01.sub.contoso.com", false)]
    [InlineData("*.contoso.com", "contoso.com", false)]
    [InlineData("*.contoso.com", ".contoso.com", false)]
    [InlineData("*", "host01", false)]
    [InlineData("host01", "host01.contoso.com", false)]
    public void A_wildcard_stands_for_one_label(string name, string host, bool isMatch) => Assert.Equal(isMatch, CertificateNames.Matches(name, host));
}
