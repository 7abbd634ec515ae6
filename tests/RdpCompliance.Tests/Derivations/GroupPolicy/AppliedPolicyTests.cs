using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;
using static RdpCompliance.Tests.Derivations.GroupPolicy.PolicyScene;

namespace RdpCompliance.Tests.Derivations.GroupPolicy;

public sealed class AppliedPolicyTests
{
    private const string Rights =
        "subject: user-right\nwhere: { field: name, equals: SeRemoteInteractiveLogonRight }\nrequire: { field: sids, contains: S-1-5-32-555 }";
    private const string DeniedByPolicy =
        $"{Header}[HKEY_LOCAL_MACHINE\\{PolicyKey}]\n\"fDenyTSConnections\"=dword:00000001\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n";

    [Fact]
    public void A_later_GPO_that_deletes_a_value_takes_the_effect_of_an_earlier_one_away()
    {
        var deny = Pol("deny", file => file.Add(PolicyKey, "fDenyTSConnections", RegistryData.Dword(1)));

        Assert.Equal(Verdict.Fail, Judge(Linked("deny"), Host(), deny).Verdict);
        foreach (var undo in new[]
        {
            Pol("undo", file => file.AddText(PolicyKey, "**del.fDenyTSConnections", " ")),
            Pol("undo", file => file.AddText(PolicyKey, "**delvals.", " ")),
            Pol("undo", file => file.AddText(PolicyKey, "**DeleteValues", "other;fDenyTSConnections")),
            Pol("undo", file => file.AddText(@"SOFTWARE\Policies\Microsoft\Windows NT", "**DeleteKeys", "Terminal Services")),
        })
        {
            Assert.Equal(Verdict.Pass, Judge(Linked("undo", "deny"), Host(), deny, undo).Verdict);
            Assert.Equal(Verdict.Fail, Judge(Linked("deny", "undo"), Host(), deny, undo).Verdict);
        }
    }

    [Fact]
    public void A_GPO_that_deletes_the_hosts_policy_value_leaves_the_local_one_and_says_so()
    {
        var finding = OfPack(
            "RDP1002",
            Assumed("undo"),
            Host(
                DeniedByPolicy
                    .Replace("dword:00000000", "dword:00000001", StringComparison.Ordinal)
                    .Replace("dword:00000001\n\n", "dword:00000000\n\n", StringComparison.Ordinal)),
            Pol("undo", file => file.AddText(PolicyKey, "**del.fDenyTSConnections", " ")));

        Assert.Equal((Verdict.Fail, "undo/Machine/Registry.pol"), (finding.Verdict, finding.Primary.Location.Source.Name));
        Assert.Contains("is deleted by GPO 'undo', not yet on the host, where it is 0, connections allowed, and", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GPO_that_deletes_what_is_not_there_decides_nothing() =>
        Assert.Equal(
            "h1/host.reg",
            Judge(
                Assumed("undo"),
                Host(Healthy.Replace("dword:00000000", "dword:00000001", StringComparison.Ordinal)),
                Pol("undo", file => file.AddText(PolicyKey, "**del.fDenyTSConnections", " "))
            ).Primary.Location.Source.Name);

    [Fact]
    public void A_soft_value_never_displaces_one_and_stands_where_none_is()
    {
        var soft = Pol("soft", file => file.Add(PolicyKey, "**soft.fDenyTSConnections", RegistryData.Dword(1)));
        var allow = Pol("allow", file => file.Add(PolicyKey, "fDenyTSConnections", RegistryData.Dword(0)));

        Assert.Equal(Verdict.Fail, Judge(Linked("soft"), Host(), soft).Verdict);
        Assert.Equal(Verdict.Pass, Judge(Linked("soft", "allow"), Host(), soft, allow).Verdict);
        Assert.Equal(Verdict.Pass, Judge(Linked("soft"), Host(DeniedByPolicy.Replace("00000001", "00000000", StringComparison.Ordinal)), soft).Verdict);
    }

    [Fact]
    public void A_policy_value_overrides_a_preference_of_any_GPO()
    {
        var preference = Source.FromText(
            "preference/Machine/Preferences/Registry/Registry.xml",
            $"""<RegistrySettings clsid="{"{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"}"><Registry name="x"><Properties action="U" hive="HKEY_LOCAL_MACHINE" key="{PolicyKey}" name="fDenyTSConnections" type="REG_DWORD" value="00000001"/></Registry></RegistrySettings>"""
        );
        var allow = Pol("allow", file => file.Add(PolicyKey, "fDenyTSConnections", RegistryData.Dword(0)));

        Assert.Equal(Verdict.Fail, Judge(Linked("preference/**"), Host(), preference).Verdict);
        Assert.Equal(Verdict.Pass, Judge(Linked("preference/**", "allow"), Host(), preference, allow).Verdict);
    }

    [Fact]
    public void Item_level_targeting_leaves_a_preference_open()
    {
        var preference = Source.FromText(
            "preference/Machine/Preferences/Registry/Registry.xml",
            $"""<RegistrySettings clsid="{"{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"}"><Registry name="x"><Properties action="U" hive="HKEY_LOCAL_MACHINE" key="{PolicyKey}" name="fDenyTSConnections" type="REG_DWORD" value="00000001"/><Filters><FilterOs bool="AND" not="0" class="NT" version="WIN10"/></Filters></Registry></RegistrySettings>"""
        );

        var finding = Judge(Assumed("preference"), Host(), preference);

        Assert.Equal((Verdict.Undecided, UnknownReason.Targeted), (finding.Verdict, finding.Reason));
    }

    [Theory]
    [InlineData(1, 2, Verdict.Fail)]
    [InlineData(2, 1, Verdict.Pass)]
    public void The_winner_of_a_resultant_policy_is_that_of_precedence_1(int denies, int allows, Verdict verdict) =>
        Assert.Equal(verdict, Judge(Packs.Settings, Source.FromText("h1/gpresult.xml", Resultant(("Deny", 1, denies), ("Allow", 0, allows)))).Verdict);

    [Fact]
    public void A_resultant_policy_and_an_assumed_GPO_have_no_known_order()
    {
        var resultant = Source.FromText("h1/gpresult.xml", Resultant(("Allow", 0, 1)));

        Assert.Equal(Verdict.Undecided, Judge(Assumed("gpo"), Host(), resultant, Report("A", 1)).Verdict);
        Assert.Equal(Verdict.Pass, Judge(Assumed("gpo"), Host(), resultant, Report("A", 0)).Verdict);
    }

    [Theory]
    [InlineData(2, 1, Verdict.Fail)]
    [InlineData(1, 2, Verdict.Pass)]
    [InlineData(0, 1, Verdict.Pass)]
    public void GPOs_that_a_resultant_policy_names_reach_the_machine_in_the_order_in_which_they_were_applied(int denies, int allows, Verdict verdict)
    {
        var resultant = Source.FromText("h1/gpresult.xml", $"""
            <Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop">
              <ComputerResults>{Named("A", denies)}{Named("B", allows)}</ComputerResults>
            </Rsop>
            """);

        // What was applied was let in by its filter.
        Assert.Equal(verdict, Judge(Packs.Settings, Host(), resultant, Report("A", 1, more: "<FilterName>Servers</FilterName>"), Report("B", 0)).Verdict);

        static string Named(string name, int order) =>
            $"""<GPO><Name>{name}</Name><Path><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{Id(name[0])}</Identifier></Path><Link><SOMPath>x</SOMPath><AppliedOrder>{order}</AppliedOrder></Link></GPO>""";
    }

    [Fact]
    public void The_list_of_a_right_is_replaced_as_a_whole_by_the_GPO_that_wins()
    {
        var administrators = Template("a", "SeRemoteInteractiveLogonRight = *S-1-5-32-544");
        var users = Template("b", "SeRemoteInteractiveLogonRight = *S-1-5-32-555");
        var host = Source.FromText("h1/rights.inf", Export("SeRemoteInteractiveLogonRight = *S-1-5-32-544,*S-1-5-32-555"));

        Assert.Equal(Verdict.Fail, Right(Linked("a", "b")).Verdict);
        Assert.Equal(Verdict.Pass, Right(Linked("b", "a")).Verdict);
        Assert.Equal(UnknownReason.Contradictory, Right(Assumed("a", "b")).Reason);

        Finding Right(Engine.Scanning.ScanSettings settings) =>
            Assert.Single(Scan(Rights, settings, Host(), host, administrators, users).Findings, finding => finding.Subject.Owner == "h1");
    }

    [Fact]
    public void What_the_host_covers_and_does_not_list_nobody_holds_there()
    {
        var (host, first) = MarkedText.One(Export("[||]SeSomething = *S-1-5-32-544"), "h1/rights.inf");

        var finding = OfPack("RDP1005", Assumed("a"), Host(), host, Template("a", "SeDenyRemoteInteractiveLogonRight = *S-1-5-32-544"));

        Assert.Equal((host, first.Start), Assert.Single(finding.Related.Select(place => (place.Location.Source, place.Location.Span.Start))));
        Assert.Contains("not yet on the host, where it is nothing", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_half_of_a_linked_GPO_counts_for_certain_only_under_loopback()
    {
        const string UserRule = "subject: machine\nrequire: { setting: client.rdg-transport, notEquals: 1 }";
        var user = Source.FromBytes(
            "gpo/User/Registry.pol",
            new PolicyFile().Add(@"Software\Microsoft\Terminal Server Client", "RDGClientTransport", RegistryData.Dword(1)).Bytes);
        var loopback = Pol("gpo", file => file.Add(@"SOFTWARE\Policies\Microsoft\Windows\System", "UserPolicyMode", RegistryData.Dword(2)));

        Assert.Equal(UnknownReason.Targeted, Of(user).Reason);
        Assert.Equal(Verdict.Fail, Of(user, loopback).Verdict);

        Finding Of(params Source[] sources) =>
            Assert.Single(Scan(UserRule, Assumed("gpo"), [Host(), .. sources]).Findings, finding => finding.Subject.Kind == "machine");
    }

    private static Source Pol(string gpo, Func<PolicyFile, PolicyFile> fill) => Source.FromBytes($"{gpo}/Machine/Registry.pol", fill(new()).Bytes);

    private static Source Template(string gpo, string right) =>
        Source.FromText(
            $"{gpo}/Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf",
            $"[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\n[Privilege Rights]\n{right}\n");

    private static string Export(string right) =>
        $"[Unicode]\nUnicode=yes\n[Privilege Rights]\n{right}\nSeChangeNotifyPrivilege = *S-1-1-0\n[Version]\nsignature=\"$CHICAGO$\"\n";

    private static string Resultant(params (string Gpo, int Denied, int Precedence)[] values) => $$"""
        <Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop">
          <ComputerResults>
            {{string.Concat(values.Select(value => $"""
            <GPO>
              <Name>{value.Gpo}</Name>
              <Path><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{Id(value.Gpo[0])}</Identifier></Path>
            </GPO>
            """))}}
            <ExtensionData>
              <Extension xmlns="http://www.microsoft.com/GroupPolicy/Settings" xmlns:q1="http://www.microsoft.com/GroupPolicy/Settings/Security">
                {{string.Concat(values.Select(value => $"""
                <q1:SecurityOptions>
                  <GPO xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base"><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{Id(value.Gpo[0])}</Identifier></GPO>
                  <Precedence xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base">{value.Precedence}</Precedence>
                  <q1:KeyName>MACHINE\{PolicyKey}\fDenyTSConnections</q1:KeyName><q1:SettingNumber>{value.Denied}</q1:SettingNumber>
                </q1:SecurityOptions>
                """))}}
              </Extension>
            </ExtensionData>
          </ComputerResults>
        </Rsop>
        """;
}
