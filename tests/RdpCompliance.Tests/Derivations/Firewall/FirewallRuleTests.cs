using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Firewall;

namespace RdpCompliance.Tests.Derivations.Firewall;

public sealed class FirewallRuleTests
{
    private const string BuiltIn =
        @"v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|App=%SystemRoot%\system32\svchost.exe|Svc=termservice|Name=@FirewallAPI.dll,-28775|EmbedCtxt=@FirewallAPI.dll,-28752|";

    private static readonly FirewallPacket Packet = new(FirewallProfiles.Domain, FirewallPacket.Tcp, 3389) { IsHeardByKernel = false };

    [Theory]
    [InlineData(BuiltIn, RuleFit.Every)]
    [InlineData("v2.0|Action=Allow|Active=TRUE|Dir=In|", RuleFit.Every)]
    [InlineData("v2.0|Action=Allow|Active=TRUE|Dir=In", RuleFit.Every)]
    [InlineData("V2.0|action=allow|active=true|dir=in|LPORT=3389|protocol=6|", RuleFit.Every)]
    [InlineData("v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=80|LPort2_10=3380-3390|", RuleFit.Every)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Profile=Private|Profile=Domain|", RuleFit.Every)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|RA4=0.0.0.0-127.255.255.255|RA4=128.0.0.0/1|", RuleFit.Every)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Svc=*|", RuleFit.Every)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Platform=2:6:2|Platform2=GTEQ|Edge=TRUE|Defer=App|", RuleFit.Every)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|RA4=10.0.0.0/255.0.0.0|RA6=fe80::/64|", RuleFit.Some)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|RA42=IntrAnet|RA62=IntrAnet|", RuleFit.Some)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|IFType=Wireless|", RuleFit.Some)]
    [InlineData("v2.99|Action=Allow|Active=TRUE|Dir=In|FieldOfTomorrow=x|", RuleFit.Some)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|RA4=10.0.0.300|", RuleFit.Unknown)]
    [InlineData("v2.30|Action=Allow|Active=MAYBE|Dir=In|", RuleFit.Unknown)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=70000|", RuleFit.Unknown)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|", RuleFit.Unknown)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Profile|", RuleFit.Unknown)]
    [InlineData("Action=Allow|Active=TRUE|Dir=In|", RuleFit.Unknown)]
    [InlineData("", RuleFit.Unknown)]
    [InlineData("v2.30|Action=Allow|Dir=In|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=Out|RA4=nonsense|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=17|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=RPC|LPort2_10=IPHTTPSIn|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Profile=Public|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|App=System|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|Svc=WinRM|", RuleFit.No)]
    [InlineData("v2.30|Action=Allow|Active=TRUE|Dir=In|AppPkgId=S-1-15-2-1|LUOwn=S-1-5-21-1|", RuleFit.No)]
    public void A_rule_concerns_a_packet_as_far_as_its_fields_say(string text, RuleFit fit) => Assert.Equal(fit, FirewallRule.Parse(text).Fit(Packet));

    [Theory]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|", RuleFit.Every)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort=3389|", RuleFit.Every)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort=80|RPort2_10=3380-3390|", RuleFit.Every)]
    [InlineData(@"v2.31|Action=Block|Active=TRUE|Dir=Out|App=C:\Windows\System32\MSTSC.exe|", RuleFit.Every)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Profile=Public|", RuleFit.Every)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=203.0.113.0/24|", RuleFit.Some)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|LPort=50000|", RuleFit.Some)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|IFType=Wireless|", RuleFit.Some)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=nonsense|", RuleFit.Unknown)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|RPort=70000|", RuleFit.Unknown)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=In|RA4=nonsense|", RuleFit.No)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort2_10=IPHTTPSOut|", RuleFit.No)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Protocol=17|RPort=3389|", RuleFit.No)]
    [InlineData("v2.31|Action=Block|Active=FALSE|Dir=Out|", RuleFit.No)]
    [InlineData(@"v2.31|Action=Block|Active=TRUE|Dir=Out|App=C:\Windows\System32\notmstsc.exe|", RuleFit.No)]
    [InlineData("v2.31|Action=Block|Active=TRUE|Dir=Out|Svc=wuauserv|", RuleFit.No)]
    public void An_outbound_rule_concerns_the_client_as_far_as_its_fields_say(string text, RuleFit fit) =>
        Assert.Equal(fit, FirewallRule.Parse(text).FitOutbound(3389, "mstsc.exe"));

    [Fact]
    public void Every_field_is_kept_in_its_order_whether_known_or_not() =>
        Assert.Equal(
            ["Action", "FieldOfTomorrow", "Name"],
            Fields("v2.99|Action=Allow|FieldOfTomorrow=a=b|Name=x|").Select(field => field.Name));

    [Fact]
    public void A_field_stands_where_its_value_is()
    {
        Assert.All(Fields(BuiltIn), field => Assert.Equal(field.Value, BuiltIn.Substring(field.Span.Start, field.Span.Length)));
    }

    [Theory]
    [InlineData("RA42", "RA4")]
    [InlineData("LPort2_10", "LPort")]
    [InlineData("LUAuth2_24", "LUAuth")]
    [InlineData("Security2", "Security")]
    [InlineData("Security2_9", "Security")]
    [InlineData("EP2_4", "EP2_4")]
    [InlineData("EP2Port2_10", "EP2Port")]
    [InlineData("ICMP6", "ICMP6")]
    public void The_version_is_no_part_of_a_fields_name(string name, string bare) =>
        Assert.Equal(bare, Assert.Single(Fields($"v2.30|{name}=x|")).BareName);

    private static ImmutableArray<FirewallRuleField> Fields(string text) => Assert.NotNull(FirewallRuleField.Split(text));

    [Theory]
    [InlineData(true, RuleFit.Every)]
    [InlineData(null, RuleFit.Unknown)]
    public void A_rule_for_System_is_for_Remote_Desktop_up_to_Windows_7(bool? isHeardByKernel, RuleFit fit) =>
        Assert.Equal(
            fit,
            FirewallRule.Parse("v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|App=System|").Fit(Packet with { IsHeardByKernel = isHeardByKernel })
        );

    [Fact]
    public void Any_prefix_of_a_rule_parses()
    {
        for (var length = 0; length <= BuiltIn.Length; length++)
        {
            Assert.NotNull(FirewallRule.Parse(BuiltIn[..length]));
        }
    }
}
