using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Rights;

/// <summary>Rights and groups that name accounts in words.</summary>
public sealed class AccountVerdictTests
{
    private const string Template = "[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\nRevision=1\n";

    [Theory]
    [InlineData("SeDenyRemoteInteractiveLogonRight = [|Administrators|],Guest", "RDP1005")]
    [InlineData("SeDenyRemoteInteractiveLogonRight = Guest,\"[|BUILTIN\\Administrators|]\"", "RDP1005")]
    [InlineData("SeDenyRemoteInteractiveLogonRight = [|NT AUTHORITY\\Local account|]", "RDP1006")]
    [InlineData("SeDenyNetworkLogonRight = [|Everyone|]", "RDP1033")]
    [InlineData("SeDenyServiceLogonRight = *S-1-5-32-546,[|NT SERVICE\\ALL SERVICES|]", "RDP1036")]
    [InlineData("SeDenyInteractiveLogonRight = [|Users|],Jeder", "RDP1037")]
    [InlineData("SeRemoteInteractiveLogonRight = Administrators,[|Everyone|]", "RDP9013")]
    [InlineData("SeRemoteInteractiveLogonRight = [|Guests|]", "RDP1031")]
    [InlineData("SeServiceLogonRight = NT SERVICE\\ALL SERVICES", null)]
    [InlineData("SeServiceLogonRight = svc-sql,*S-1-5-80-0", null)]
    [InlineData("SeServiceLogonRight = NT-DIENST\\ALLE DIENSTE", null)]
    [InlineData("SeServiceLogonRight = [|NETWORK SERVICE|]", "RDP1035")]
    public void A_right_is_judged_by_the_accounts_that_its_names_mean(string marked, string? rule) =>
        Expect($"{Template}[Privilege Rights]\n{marked}\n", rule);

    [Theory]
    [InlineData("Administrators__Memberof =\nAdministrators__Members = *S-1-5-21-1-2-3-512,[|Everyone|]", "RDP9017")]
    [InlineData("BUILTIN\\Administrators__Members = [|CONTOSO\\Domain Users|]", "RDP9017")]
    [InlineData("*S-1-5-32-544__Members = CONTOSO\\App Admins", null)]
    [InlineData("Remote Desktop Users__Memberof =\nRemote Desktop Users__Members =[||]", "RDP1042")]
    public void A_group_is_known_by_its_name(string marked, string? rule) => Expect($"{Template}[Group Membership]\n{marked}\n", rule);

    [Theory]
    [InlineData("groupSid=\"\" groupName=\"Administrators (built-in)\"", "RDP9017")]
    [InlineData("groupSid=\"S-1-5-32-544\" groupName=\"Administratoren (integriert)\"", "RDP9017")]
    [InlineData("groupSid=\"\" groupName=\"App Admins\"", null)]
    public void A_group_of_preferences_without_an_identifier_is_known_by_its_name(string group, string? rule) =>
        Expect(
            $"""
            <?xml version="1.0" encoding="utf-8"?>
            <Groups clsid="{"{"}3125E937-EB16-4b4c-9934-544FC6D24D26{"}"}"><Group clsid="{"{"}6D4A79E4-529C-4481-ABD0-F5BD7EA93BA7{"}"}" name="x" image="2">
            <Properties action="U" deleteAllUsers="0" deleteAllGroups="0" {group}><Members><Member name="Everyone" action="ADD" sid=""/></Members></Properties></Group></Groups>
            """,
            rule,
            "Groups.xml");

    /// <summary>
    /// The same right on a machine: who is meant by a name of another language nobody knows, so a denial may hit anybody.
    /// </summary>
    [Theory]
    [InlineData("SeDenyRemoteInteractiveLogonRight = [|Jeder|]", "RDP1005")]
    [InlineData("SeDenyNetworkLogonRight = Guest,[|CONTOSO\\Lockout|]", "RDP1033")]
    [InlineData("SeServiceLogonRight = [|NT-DIENST\\ALLE DIENSTE|]", "RDP1035")]
    public void A_name_that_is_not_of_Windows_decides_nothing(string marked, string rule)
    {
        var (text,
            spans) = MarkedText.Split($"[Unicode]\nUnicode=yes\n[Privilege Rights]\n{marked}\n[Version]\nsignature=\"$CHICAGO$\"\nRevision=1\n");

        var finding = Assert.Single(Scan("secedit.inf", text).Findings, finding => finding.Rule.Id == rule);

        Assert.Equal(Verdict.Undecided, finding.Verdict);
        Assert.Equal(spans[0], finding.Primary.Location.Span);
        Assert.EndsWith($"it needs the SID of '{text.Substring(spans[0].Start, spans[0].Length)}'.", finding.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_names_the_accounts() => Assert.Contains(
        "SeDenyRemoteInteractiveLogonRight is Guests (S-1-5-32-546), Everyone (S-1-1-0)",
        Assert.Single(Scan("GptTmpl.inf", $"{Template}[Privilege Rights]\nSeDenyRemoteInteractiveLogonRight = *S-1-5-32-546,*S-1-1-0\n")
            .Findings, finding => finding.Rule.Id == "RDP1005").Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[Strings]\nEveryone = \"Everyone\"\n", "RDP1005")]
    [InlineData("[strings]\neveryone = *S-1-1-0\n", "RDP1005")]
    [InlineData("[Strings]\nEveryone = \"Guests\"\n", null)]
    [InlineData("[Strings]\nEveryone = \"Everyone\"\n[Strings.0407]\nEveryone = \"Gast\"\n", null)]
    [InlineData("[Strings]\nOther = \"Everyone\"\n", null)]
    public void A_token_stands_for_what_the_strings_say(string strings, string? rule) =>
        Expect($"{Template}[Privilege Rights]\nSeDenyRemoteInteractiveLogonRight = {(rule is null ? "%Everyone%" : "[|%Everyone%|]")}\n{strings}", rule);

    private static void Expect(string marked, string? rule, string name = "GptTmpl.inf")
    {
        var (text, spans) = MarkedText.Split(marked);
        var findings = Scan(name, text).Findings.Where(finding => finding.Verdict == Verdict.Fail).ToList();
        if (rule is null)
        {
            Assert.Empty(findings.Select(finding => finding.Message));
            return;
        }

        var finding = Assert.Single(findings, finding => finding.Rule.Id == rule);
        if (spans is [var span, ..])
        {
            Assert.Equal(span, finding.Primary.Location.Span);
        }
    }

    private static ScanResult Scan(string name, string text) => Packs.Scan(Repository.Pack, Packs.Settings, (name, text));
}
