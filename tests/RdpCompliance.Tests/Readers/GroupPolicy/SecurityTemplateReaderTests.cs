using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class SecurityTemplateReaderTests
{
    private const string InGpo = "{6AC1786C-016F-11D2-945F-00C04FB984F9}/DomainSysvol/GPO/Machine/microsoft/windows nt/SecEdit/GptTmpl.inf";

    [Fact]
    public void A_dword_is_observed_where_its_digits_are()
    {
        var (source, span) = MarkedText.One(
            """
            [Unicode]
            Unicode=yes
            [Version]
            signature="$CHICAGO$"
            Revision=1
            [Registry Values]
            MACHINE\System\CurrentControlSet\Control\Lsa\LmCompatibilityLevel=4,[|5|]
            """,
            InGpo,
            Encoding.Unicode);

        var seen = Assert.Single(Read(source).Observations);

        Assert.Equal(@"HKLM\System\CurrentControlSet\Control\Lsa!LmCompatibilityLevel", seen.Address.ToString());
        Assert.Equal(5ul, Data(seen).AsNumber());
        Assert.Equal(span, seen.Location.Span);
    }

    [Theory]
    [InlineData("""1,"[|10|]" """, "310030000000")]
    [InlineData("""1,"[|a, ""b"" c|]" """, "61002c002000220062002200200063000000")]
    [InlineData("""1,"[|O:BAG:BAD:(A;;RC;;;BA)|]" """, null)]
    [InlineData("7,[|a|];b", "610000000000")]
    [InlineData("""7,[|Net Logon,SamR|]""", "4e006500740020004c006f0067006f006e000000530061006d0052000000" + "0000")]
    [InlineData("""7,[|one"," two|]""", "6f006e0065002c002000740077006f0000000000")]
    [InlineData("""7,[||]""", "0000")]
    [InlineData("3,[|0|]", "00")]
    [InlineData("4,[|-1|]", "ffffffff")]
    [InlineData("4,[|0x10|]", "10000000")]
    [InlineData("11,[|1|]", "0100000000000000")]
    public void A_registry_value_has_the_bytes_that_Windows_stores_and_the_place_of_its_data(string data, string? hex)
    {
        var (source, span) = MarkedText.One($"[Registry Values]\r\nMACHINE\\Software\\X\\Name={data}\r\n", InGpo);

        var seen = Assert.Single(Read(source).Observations);

        Assert.Equal(span, seen.Location.Span);
        if (hex is not null)
        {
            Assert.Equal(hex, Convert.ToHexStringLower(Data(seen).Bytes.Span));
        }
        else
        {
            Assert.Equal("O:BAG:BAD:(A;;RC;;;BA)", Data(seen).AsText());
        }
    }

    [Theory]
    [InlineData(@"MACHINE\Software\X\N", @"HKLM\Software\X!N")]
    [InlineData(@"machine\software\x\n", @"HKLM\software\x!n")]
    [InlineData(@"USERS\.DEFAULT\X\N", @"HKU\.DEFAULT\X!N")]
    [InlineData(@"CLASSES_ROOT\X\N", @"HKCR\X!N")]
    public void The_roots_of_templates_are_roots_of_the_registry(string path, string address)
    {
        var source = Source.FromText(InGpo, $"[Registry Values]\n{path}=4,1");

        Assert.Equal(address, Assert.Single(Read(source).Observations).Address.ToString());
    }

    [Fact]
    public void A_right_is_stated_with_its_accounts_as_written()
    {
        var (source, span) = MarkedText.One("[Privilege Rights]\nSeRemoteInteractiveLogonRight = [|*S-1-5-32-555, TESTDOM\\RDP Users|]\n", InGpo);

        var field = Assert.Single(Assert.Single(Read(source).Items).Fields);

        Assert.Equal(["*S-1-5-32-555", @"TESTDOM\RDP Users"], List(field));
        Assert.Equal(span, field.Location.Span);
    }

    [Fact]
    public void A_right_without_accounts_is_given_to_nobody()
    {
        var (source, span) = MarkedText.One("[Privilege Rights]\nSeDenyRemoteInteractiveLogonRight =[||]\nSeDebugPrivilege = *S-1-5-32-544\n", InGpo);

        var item = Read(source).Items[0];

        Assert.Equal("SeDenyRemoteInteractiveLogonRight", item.Name);
        Assert.Empty(List(item.Fields[0]));
        Assert.Equal(span, item.Fields[0].Location.Span);
    }

    [Fact]
    public void A_service_line_has_no_equals_sign()
    {
        var (source, span) = MarkedText.One("""
            [Service General Setting]
            "TermService",[|4|],""
            UmRdpService,2,"D:(A;;CC;;;SY)"
            """, InGpo);

        var items = Read(source).Items;

        Assert.Equal(["TermService", "UmRdpService"], items.Select(item => item.Name).ToList());
        Assert.Equal(new SettingValue.Number(4), items[0].Find("start")?.Value);
        Assert.Equal(span, items[0].Find("start")?.Location.Span);
        Assert.Null(items[0].Find("sddl"));
        Assert.Equal(new SettingValue.Text("D:(A;;CC;;;SY)"), items[1].Find("sddl")?.Value);
    }

    [Fact]
    public void The_two_lines_of_a_group_are_one_group()
    {
        var source = Source.FromText(InGpo, "[Group Membership]\n*S-1-5-32-555__Memberof =\n*s-1-5-32-555__Members = *S-1-5-11,TESTDOM\\Admins\n");

        var group = Assert.Single(Read(source).Items);

        Assert.Equal("*S-1-5-32-555", group.Name);
        Assert.Empty(List(group.Find("memberOf")));
        Assert.Equal(["*S-1-5-11", @"TESTDOM\Admins"], List(group.Find("members")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(" ; a comment")]
    public void A_backslash_before_the_end_of_a_line_or_a_comment_continues_it(string behind)
    {
        var (source, span) = MarkedText.One($"[Privilege Rights]\r\nSeNetworkLogonRight = [|*S-1-5-11,\\{behind}\r\n  *S-1-5-32-544|]\r\n",
            InGpo);

        var field = Read(source).Items[0].Fields[0];

        Assert.Equal(["*S-1-5-11", "*S-1-5-32-544"], List(field));
        Assert.Equal(span, field.Location.Span);
    }

    [Fact]
    public void Account_policies_audit_log_and_access_lists_are_items()
    {
        var source = Source.FromText(InGpo, """
            [System Access]
            LockoutBadCount = 5
            NewAdministratorName = "root"
            [Event Audit]
            AuditLogonEvents = 3
            [Kerberos Policy]
            MaxClockSkew = 5
            [Security Log]
            MaximumLogSize = 1024
            [File Security]
            "%SystemRoot%\x",0,"D:PAR(A;;FA;;;BA)"
            [Registry Keys]
            MACHINE\Software\X,2,"D:(A;;KA;;;BA)"
            """);

        var evidence = Read(source);

        Assert.Equal(
            [
                "system-access:LockoutBadCount value=5", "system-access:NewAdministratorName value=root", "event-audit:AuditLogonEvents value=3",
                "kerberos-policy:MaxClockSkew value=5", "event-log:Security MaximumLogSize=1024",
                @"acl:%SystemRoot%\x mode=0 sddl=D:PAR(A;;FA;;;BA)", @"acl:MACHINE\Software\X mode=2 sddl=D:(A;;KA;;;BA)",
            ],
            evidence.Items.Select(item => item.Print()).ToList());
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("[Privilege Rights]\n[|SeDebugPrivilege|]\n", "RDP0121")]
    [InlineData("[Service General Setting]\n[|TermService,disabled,|]\n", "RDP0121")]
    [InlineData("[Registry Values]\n[|SOFTWARE\\X\\N=4,1|]\n", "RDP0121")]
    [InlineData("[Registry Values]\nMACHINE\\X\\N=[|4,abc|]\n", "RDP0122")]
    [InlineData("[Registry Values]\nMACHINE\\X\\N=[|9,1|]\n", "RDP0122")]
    [InlineData("[|[Foo]|]\na=b\n[System Access]\nMinimumPasswordAge = 1\n", "RDP0120")]
    public void What_is_no_line_of_its_section_is_told_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One(marked, InGpo);

        var diagnostic = Assert.Single(Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void A_template_of_a_GPO_is_the_GPOs() =>
        Assert.Equal(
            "{6AC1786C-016F-11D2-945F-00C04FB984F9}",
            Assert.IsType<Origin.GroupPolicy>(Read(Source.FromText(InGpo, "[System Access]\na=1")).Origin).Root);

    [Fact]
    public void An_export_is_the_state_of_a_machine_and_lists_every_right()
    {
        var source = Source.FromText("host1/secpol.inf", """
            [Unicode]
            Unicode=yes
            [System Access]
            MinimumPasswordAge = 0
            [Privilege Rights]
            SeChangeNotifyPrivilege = *S-1-1-0
            SeInteractiveLogonRight = Guest,*S-1-5-32-544
            [Version]
            signature="$CHICAGO$"
            Revision=1
            """);

        var evidence = Read(source);

        Assert.Equal(new Origin.Host(null, "host1"), evidence.Origin);
        Assert.Equal(["privilege", "system-access"], evidence.Coverage.OfType<Coverage.Space>().Select(space => space.Name).ToList());
    }

    [Theory]
    [InlineData("[Version]\nsignature=\"$CHICAGO$\"\n[Privilege Rights]\nSeChangeNotifyPrivilege = *S-1-1-0\n")]
    [InlineData("[Privilege Rights]\nSeChangeNotifyPrivilege = *S-1-1-0\nSeDebugPrivilege =\n[Version]\nsignature=\"$CHICAGO$\"\n")]
    [InlineData("[Privilege Rights]\nSeDebugPrivilege = *S-1-1-0\n[Version]\nsignature=\"$CHICAGO$\"\n")]
    [InlineData("[Privilege Rights]\nSeChangeNotifyPrivilege = *S-1-1-0\n[Service General Setting]\nx,4,\n[Version]\nsignature=\"$CHICAGO$\"\n")]
    public void What_may_be_a_template_covers_nothing(string text) =>
        Assert.Empty(Read(Source.FromText("host1/secpol.inf", text)).Coverage);

    [Theory]
    [InlineData("secpol.txt", "[Version]\nsignature=\"$CHICAGO$\"\n[System Access]\nMinimumPasswordAge = 0\n", Certainty.BySignature)]
    [InlineData("GptTmpl.inf", "[System Access]\nMinimumPasswordAge = 0\n", Certainty.ByShape)]
    [InlineData("GptTmpl.inf", "[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\nRevision=1\n", Certainty.ByShape)]
    [InlineData("GptTmpl.inf", "", Certainty.ByName)]
    [InlineData("secpol.cfg", "; secedit /export\n\n[System Access]\nMinimumPasswordAge = 0\n", Certainty.ByShape)]
    [InlineData("driver.inf", "[Version]\nsignature=\"$CHICAGO$\"\nClass=Net\n[Manufacturer]\nx=y\n", null)]
    [InlineData("settings.ini", "[General]\nVersion=1\n", null)]
    public void A_template_is_known_by_its_sections(string name, string text, Certainty? certainty)
    {
        var source = Source.FromText(name, text);

        Assert.Equal(certainty, new SecurityTemplateReader().Claim(source, new(source.ReadAllBytes()), new SourceTree([source]))?.Certainty);
    }

    [Fact]
    public void A_semicolon_outside_quotes_ends_the_line_wherever_it_stands()
    {
        var items = Read(Source.FromText(InGpo,
            "[Service General Setting]\nTermService,4;,\"\"\nSpooler,2;D:(A;;CC;;;SY)\n[Registry Keys]\nMACHINE\\X,2,D:(A;;KA;;;BA)\n"))
            .Items;

        Assert.Equal(["service:TermService start=4", "service:Spooler start=2", @"acl:MACHINE\X mode=2 sddl=D:(A"],
            items.Select(item => item.Print()));
    }

    [Fact]
    public void A_name_of_a_section_that_does_not_end_refuses_the_file()
    {
        var (source, span) = MarkedText.One(
            "[Unicode]\nUnicode=yes\n[System Access]\nMinimumPasswordAge = 0\n[|[Privilege Rights|]\nSeDenyNetworkLogonRight = *S-1-1-0\n",
            InGpo);

        var evidence = Read(source);

        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal(("RDP0194", DiagnosticEffect.Refusal, span), (diagnostic.Id, diagnostic.Effect, diagnostic.Location.Span));
        Assert.Empty(evidence.Items);
    }

    [Theory]
    [InlineData("README.md", "# Rights\n```ini\n[Privilege Rights]\nSeDebugPrivilege = *S-1-1-0\n```\n")]
    [InlineData("harden.ps1", "@'\n[Privilege Rights]\nSeDebugPrivilege = *S-1-1-0\n'@ | Set-Content x.inf\n")]
    [InlineData("make.py", "[Privilege Rights]\nSeDebugPrivilege = *S-1-1-0\n")]
    [InlineData("notes.txt", "The template was:\n[Privilege Rights]\nSeDebugPrivilege = *S-1-1-0\n")]
    [InlineData("page.html", "[Version]\nsignature=\"$CHICAGO$\"\n[System Access]\nMinimumPasswordAge = 0\n")]
    public void What_only_shows_a_template_is_none(string name, string text)
    {
        var source = Source.FromText(name, text);

        Assert.Null(new SecurityTemplateReader().Claim(source, new(source.ReadAllBytes()), new SourceTree([source])));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("us-ascii")]
    [InlineData("utf-8")]
    public void Damaged_templates_do_not_throw(string encoding)
    {
        var text = """
            [Unicode]
            Unicode=yes
            [System Access]
            NewGuestName = "visitor"
            [Registry Values]
            MACHINE\Software\X\A=7,one"," two,three
            MACHINE\Software\X\B=1,"a ""b"" c"
            MACHINE\Software\X\C=4,1 \
            [Privilege Rights]
            SeNetworkLogonRight = *S-1-5-11,\
              Guest
            [Group Membership]
            Admins__Members = *S-1-5-11
            [Service General Setting]
            "TermService",4,"D:(A;;CC;;;SY)"
            [Version]
            signature="$CHICAGO$"
            """;
        var encoder = Encoding.GetEncoding(encoding);

        Robustness.Check(new SecurityTemplateReader(), InGpo, [.. encoder.GetPreamble(), .. encoder.GetBytes(text)]);
    }

    private static SourceEvidence Read(Source source) => new SecurityTemplateReader().ReadAlone(source);

    private static RegistryData Data(Observation observation) => Assert.IsType<SettingValue.Registry>(observation.Value).Data;

    private static IReadOnlyList<string> List(ItemField? field) => Assert.IsType<SettingValue.List>(field?.Value).Values;

}
