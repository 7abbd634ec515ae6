using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Access;

public sealed class SddlParserTests
{
    /// <summary>The two examples of "Security Descriptor String Format", and the healthy folder of the machine's keys.</summary>
    [Theory]
    [InlineData("O:AOG:DAD:(A;;RPWPCCDCLCSWRCWDWOGA;;;S-1-0-0)", "S-1-5-32-548", "S-1-5-21-*-512", AclControl.None, "A 100e003f S-1-0-0")]
    [InlineData(
        "O:SYG:SYD:PAI(A;;0x12019f;;;WD)(A;;FA;;;BA)",
        "S-1-5-18",
        "S-1-5-18",
        AclControl.Protected | AclControl.AutoInherited,
        "A 12019f S-1-1-0, A 1f01ff S-1-5-32-544"
    )]
    [InlineData("O:S-1-5-20D:NO_ACCESS_CONTROL", "S-1-5-20", null, AclControl.NoAccessControl, "")]
    [InlineData(
        "D:ARAI(D;OICIIO;KR;;;AN)(A;CIID;0x20019;;;AU)",
        null,
        null,
        AclControl.AutoInheritRequired | AclControl.AutoInherited,
        "D 20019 S-1-5-7, A 20019 S-1-5-11"
    )]
    [InlineData("  G:BA\tO:BA D: P (A; OI ;GA; ; ;NS) ", "S-1-5-32-544", "S-1-5-32-544", AclControl.Protected, "A 10000000 S-1-5-20")]
    [InlineData("D:(A;;FA;;;HO)(A;;FR;;;HA)", null, null, AclControl.None, "A 1f01ff S-1-5-32-584, A 120089 S-1-5-32-578")]
    public void A_descriptor_has_its_parts(string text, string? owner, string? group, AclControl flags, string entries)
    {
        var reading = SddlParser.Parse(text);

        Assert.Empty(reading.Flaws);
        Assert.Equal(owner, reading.Descriptor.Owner);
        Assert.Equal(group, reading.Descriptor.Group);
        Assert.Equal(flags, reading.Descriptor.Dacl?.Flags);
        Assert.Equal(entries, string.Join(", ", reading.Descriptor.Dacl?.Entries.Select(entry => $"{entry.Type} {entry.Mask:x} {entry.Trustee}") ?? []));
    }

    /// <summary>The examples of "SDDL for Conditional ACEs" and [MS-DTYP] 2.5.1.1: parentheses nest and texts are quoted.</summary>
    [Theory]
    [InlineData(
        "D:(XA; ;FX;;;S-1-1-0; (@User.Title==\"PM\" && (@User.Division==\"Finance\" || @User.Division ==\" Sales\")))",
        "XA",
        "(@User.Title==\"PM\" && (@User.Division==\"Finance\" || @User.Division ==\" Sales\"))"
    )]
    [InlineData("D:(XD;;FR;;;WD;(Title == \"a;b)(c\"))", "XD", "(Title == \"a;b)(c\")")]
    [InlineData("D:AI(XA;OICI;FA;;;WD;(OctetStringType==#1#2#3##))", "XA", "(OctetStringType==#1#2#3##)")]
    [InlineData("D:(RA;CI;;;;S-1-1-0;(\"Project\",TS,0,\"Windows\",\"SQL\"))", "RA", "(\"Project\",TS,0,\"Windows\",\"SQL\")")]
    public void A_condition_is_kept_as_written(string text, string type, string condition)
    {
        var entry = Assert.Single(SddlParser.Parse(text).Descriptor.Dacl?.Entries ?? []);

        Assert.Equal(type, entry.Type);
        Assert.Equal(condition, entry.Condition);
        Assert.Equal(type != "RA", entry.IsConditional);
    }

    [Fact]
    public void An_object_entry_names_its_types()
    {
        var entry = Assert.Single(
            SddlParser.Parse("D:(OD;CIIO;RPWP;bf967aba-0de6-11d0-a285-00aa003049e2;4c164200-20c0-11d0-a768-00aa006e0529;PS)").Descriptor.Dacl?.Entries ?? []);

        Assert.Equal(AceEffect.Deny, entry.Effect);
        Assert.True(entry.IsObject);
        Assert.False(entry.Applies);
        Assert.Equal("bf967aba-0de6-11d0-a285-00aa003049e2", entry.ObjectType);
        Assert.Equal("4c164200-20c0-11d0-a768-00aa006e0529", entry.InheritedObjectType);
        Assert.Equal("S-1-5-10", entry.Trustee);
    }

    [Theory]
    [InlineData("O:ZZD:", 2, "ZZ")]
    [InlineData("D:(A;;FA;;;BA)(Q;;FA;;;BA)", 15, "Q")]
    [InlineData("D:(A;XX;FA;;;BA)", 5, "XX")]
    [InlineData("D:(A;;FZ;;;BA)", 6, "FZ")]
    [InlineData("D:(A;;FA;;;Administrators)", 11, "Administrators")]
    [InlineData("D:(A;;FA;;BA)", 2, "(A;;FA;;BA)")]
    [InlineData("D:(A;;FA;;;BA", 2, "(A;;FA;;;BA")]
    [InlineData("D:(A;;FA;;;BA)X:", 14, "X:")]
    [InlineData("D:(A;;FA;;;BA)D:", 14, "D:")]
    [InlineData("(A;;FA;;;BA)", 0, "(A;;FA;;;BA)")]
    [InlineData("D:(A;;09;;;BA)", 6, "09")]
    public void What_is_wrong_is_said_at_its_character(string text, int position, string found)
    {
        var flaw = Assert.Single(SddlParser.Parse(text).Flaws);

        Assert.Equal(position, flaw.Position);
        Assert.Equal(found, flaw.Found);
    }

    [Fact]
    public void Reading_goes_on_behind_a_flaw() =>
        Assert.Equal(
            ["S-1-5-18", "S-1-5-20"],
            SddlParser.Parse("D:(A;;FA;;;SY)(A;;FA;;;nobody)(A;;FR;;;NS)").Descriptor.Dacl?.Entries.Select(entry => entry.Trustee));

    [Theory]
    [InlineData("S-1-5-20", "S-1-5-20")]
    [InlineData("s-1-0x5-0x14", "S-1-5-20")]
    [InlineData("sy", "S-1-5-18")]
    [InlineData("S-1-5", "S-1-5")]
    [InlineData("S-1-5-4294967295", "S-1-5-4294967295")]
    [InlineData("S-1-5-4294967296", null)]
    [InlineData("S-1-281474976710656-1", null)]
    [InlineData("S-2-5-20", null)]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15", "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15")]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16", null)]
    [InlineData("S-1--20", null)]
    [InlineData("", null)]
    public void An_identifier_has_one_form(string text, string? sid) => Assert.Equal(sid, SecurityId.TryParse(text));

    [Fact]
    public void Every_prefix_and_every_changed_character_is_read()
    {
        const string Text =
            "O:SYG:S-1-5-32-544D:PAI(A;OICI;0x12019f;;;WD)(XD;;FR;;;NS;(@User.a==\"(\"))(OA;;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;AU)S:(AU;SAFA;FA;;;WD)";
        for (var index = 0; index < Text.Length; index++)
        {
            _ = SddlParser.Parse(Text[..index]);
            foreach (var changed in "();:D\"0 ")
            {
                foreach (var flaw in SddlParser.Parse($"{Text[..index]}{changed}{Text[(index + 1)..]}").Flaws)
                {
                    Assert.InRange(flaw.Position, 0, Text.Length);
                }
            }
        }
    }

    [Fact]
    public void Many_open_parentheses_take_linear_time()
    {
        var text = "D:" + new string('(', 2_000_000);

        Assert.Single(SddlParser.Parse(text).Flaws);
    }

    /// <summary>Security templates of real GPOs carry descriptors that Windows wrote.</summary>
    [CorpusFact]
    public void The_descriptors_of_real_templates_are_whole()
    {
        var seen = 0;
        foreach (var path in Corpus.Files("", "*.inf"))
        {
            foreach (var item in new SecurityTemplateReader().ReadAlone(Corpus.Read(path)).Items)
            {
                if (item.Find("sddl")?.Value.ToString() is { Length: > 0 } sddl)
                {
                    Assert.True(SddlParser.Parse(sddl).IsWhole, $"{path}: {sddl}");
                    seen++;
                }
            }
        }

        Assert.True(seen >= 20, $"Only {seen} descriptors were found.");
    }
}
