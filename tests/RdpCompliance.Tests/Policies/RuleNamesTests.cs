using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Tests.Policies;

public sealed class RuleNamesTests
{
    [Theory]
    [InlineData("RDP1001", true)]
    [InlineData("rdp1001", false)]
    [InlineData("RDP101", false)]
    [InlineData("RDP10011", false)]
    [InlineData("RDP10a1", false)]
    [InlineData("RDP100１", false)]
    [InlineData("", false)]
    public void An_id_is_RDP_and_four_digits(string text, bool isId) => Assert.Equal(isId, RuleNames.IsId(text));

    [Theory]
    [InlineData("RdpPortChanged", true)]
    [InlineData("Tls12Off", true)]
    [InlineData("R", false)]
    [InlineData("RDPPort", false)]
    [InlineData("PortX", false)]
    [InlineData("rdpPort", false)]
    [InlineData("1Port", false)]
    [InlineData("Rdp Port", false)]
    [InlineData("Größe", false)]
    [InlineData("", false)]
    public void A_name_is_words_of_a_capital_and_more(string text, bool isName) => Assert.Equal(isName, RuleNames.IsName(text));
}
