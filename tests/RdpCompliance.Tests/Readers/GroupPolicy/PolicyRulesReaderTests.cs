using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class PolicyRulesReaderTests(ITestOutputHelper output)
{
    private const string Rules = """
        <PolicyRules>
        <ComputerConfig><Key>Software\A</Key><Value>N</Value><RegType>REG_DWORD</RegType><RegData>10</RegData><PolicyName>One</PolicyName></ComputerConfig>
        <ComputerConfig><Key>Software\A</Key><Value>S</Value><RegType>REG_SZ</RegType><RegData>a &amp; b</RegData><PolicyName>One</PolicyName></ComputerConfig>
        <ComputerConfig><Key>Software\A</Key><Value>**del.D</Value><RegType>REG_SZ</RegType><RegData> </RegData><PolicyName>One</PolicyName></ComputerConfig>
        <ComputerConfig><Key>Software\A\B</Key><Value>**delvals.</Value><RegType>REG_SZ</RegType><RegData> </RegData><PolicyName>One</PolicyName></ComputerConfig>
        <ComputerConfig><Key>Software\A\K</Key><Value></Value><RegType>REG_NONE</RegType><RegData></RegData><PolicyName>One</PolicyName></ComputerConfig>
        <UserConfig><Key>Software\U</Key><Value>N</Value><RegType>REG_DWORD</RegType><RegData>1</RegData><PolicyName>Two</PolicyName></UserConfig>
        <SecurityTemplate Section="Registry Values"><LineItem>MACHINE\System\X=4,5</LineItem><PolicyName>One</PolicyName></SecurityTemplate>
        <SecurityTemplate Section="Privilege Rights"><LineItem>SeDebugPrivilege=</LineItem><PolicyName>One</PolicyName></SecurityTemplate>
        <SecurityTemplate Section="Service General Setting"><LineItem>&quot;TermService&quot;,4,&quot;&quot;</LineItem><PolicyName>One</PolicyName></SecurityTemplate>
        <AuditSubcategory><GUID>{0cce923f-69ae-11d9-bed3-505054503030}</GUID><Name>x</Name><Setting>3</Setting><PolicyName>One</PolicyName></AuditSubcategory>
        <CSE-Machine><GUID>{35378EAC-683F-11D2-A89A-00C04FBBCFA2}</GUID><Name>Registry Policy</Name></CSE-Machine>
        </PolicyRules>
        """;

    private static readonly PolicyRulesReader Reader = new();

    [Fact]
    public void Rules_are_entries_of_policies_and_lines_of_templates()
    {
        var evidence = Reader.ReadText(Rules);

        Assert.Equal(
            """
            HKLM\Software\A!N REG_DWORD 0a000000
            HKLM\Software\A!S REG_SZ 610020002600200062000000
            delete HKLM\Software\A!D
            values HKLM\Software\A\B
            key HKLM\Software\A\K
            HKCU\Software\U!N REG_DWORD 01000000
            HKLM\System!X REG_DWORD 05000000
            """,
            evidence.Print());
        Assert.Equal("privilege:SeDebugPrivilege value=\nservice:TermService start=4", evidence.PrintItems());
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Each_value_of_a_file_of_several_GPOs_names_its_own() =>
        Assert.Equal(["One", "Two"], Reader.ReadText(Rules).Observations.Select(seen => seen.GpoName).Distinct(StringComparer.Ordinal).ToList());

    [Fact]
    public void A_file_of_one_GPO_is_that_GPO()
    {
        var evidence = Reader.ReadText(Rules.Replace("Two", "One"), "base.PolicyRules");

        Assert.Equal(new Origin.GroupPolicy("base.PolicyRules") { Name = "One" }, evidence.Origin);
        Assert.All(evidence.Observations, seen => Assert.Null(seen.GpoName));
    }

    [Theory]
    [InlineData("<ComputerConfig><Key>A</Key><Value>N</Value><RegType>REG_DWORD</RegType><RegData>[|7|]</RegData></ComputerConfig>")]
    [InlineData("<SecurityTemplate Section=\"Registry Values\"><LineItem>MACHINE\\A\\N=4,[|7|]</LineItem></SecurityTemplate>")]
    [InlineData("<SecurityTemplate Section=\"Registry Values\"><LineItem>[|MACHINE\\A\\N=1,&quot;7&quot;|]</LineItem></SecurityTemplate>")]
    [InlineData("<ComputerConfig><Key>A</Key><Value>[|**del.N|]</Value><RegType>REG_SZ</RegType><RegData> </RegData></ComputerConfig>")]
    public void A_value_stands_where_it_is_written(string marked)
    {
        var (source, span) = MarkedText.One($"<PolicyRules>{marked}</PolicyRules>");

        Assert.Equal(span, Assert.Single(Reader.ReadAlone(source).Observations).Location.Span);
    }

    [Theory]
    [InlineData("<ComputerConfig><Key>A</Key><Value>N</Value><RegType>REG_DWORD</RegType><RegData>[|x|]</RegData></ComputerConfig>", "RDP0130")]
    [InlineData("<ComputerConfig><Key>A</Key><Value>N</Value><RegType>REG_FOO</RegType><RegData>[|1|]</RegData></ComputerConfig>", "RDP0130")]
    [InlineData("[||]<ComputerConfig><Value>N</Value></ComputerConfig>", "RDP0130")]
    [InlineData("<SecurityTemplate Section=\"Privilege Rights\"><LineItem>[|SeDebugPrivilege|]</LineItem></SecurityTemplate>", "RDP0121")]
    public void What_is_no_rule_is_told_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One($"<PolicyRules>{marked}</PolicyRules>");

        var diagnostic = Assert.Single(Reader.ReadAlone(source).Diagnostics);

        Assert.Equal((id, span), (diagnostic.Id, diagnostic.Location.Span));
    }

    /// <summary>
    /// Policy Analyzer made the file out of the backups beside it: what it took from their Registry.pol and GptTmpl.inf is what our readers see there.
    /// </summary>
    [CorpusFact]
    public void Rules_made_from_backups_equal_the_backups()
    {
        var source = Corpus.Read(Corpus.Files("policyrules/CCDC-RIT+Windows-Scripts", "*.PolicyRules").Single());
        var rules = Reader.ReadAlone(source);
        var folder = "gpo/CCDC-RIT+Windows-Scripts/gpos@9079dfa";
        var files = Corpus.Files(folder, "*.pol").Select(path => new RegistryPolReader().ReadAlone(Corpus.Read(path)))
            .Concat(Corpus.Files(folder, "*.inf").Select(path => new SecurityTemplateReader().ReadAlone(Corpus.Read(path))))
            .Where(file => source.Text.Value.Contains(GpoFolder.Of(file.Source.Name).Root.Split('/')[^1] + @"\DomainSysvol"))
            .ToList();

        var wanted = files.SelectMany(file => file.Observations).Select(Readings.Print).Order(StringComparer.Ordinal).ToList();
        var seen = rules.Observations.Select(Readings.Print).Order(StringComparer.Ordinal).ToList();
        var wantedItems = files.SelectMany(file => file.Items).Select(item => item.Print()).Order(StringComparer.Ordinal).ToList();
        var seenItems = rules.Items.Select(item => item.Print()).Order(StringComparer.Ordinal).ToList();

        output.WriteLine(
            $"{seen.Count} of {wanted.Count} registry statements ({rules.Observations.Count(rule => rule.Action == ObservedAction.Set)} set values), {seenItems.Count} of {wantedItems.Count} items"
        );
        foreach (var line in wanted.Except(seen, StringComparer.Ordinal).Concat(wantedItems.Except(seenItems, StringComparer.Ordinal)))
        {
            output.WriteLine("missing " + line);
        }

        foreach (var line in seen.Except(wanted, StringComparer.Ordinal).Concat(seenItems.Except(wantedItems, StringComparer.Ordinal)))
        {
            output.WriteLine("too much " + line);
        }

        Assert.Empty(rules.Diagnostics);
        Assert.Equal(Readings.Lines(wanted), Readings.Lines(seen));
        Assert.Equal(Readings.Lines(wantedItems), Readings.Lines(seenItems));
    }

    [CorpusFact]
    public void All_rules_of_the_corpus_are_read()
    {
        foreach (var path in Corpus.Files("policyrules", "*.PolicyRules"))
        {
            var source = Corpus.Read(path);

            Assert.Equal(Certainty.BySignature, Reader.Claim(source, new(source.ReadAllBytes()), new([source]))?.Certainty);
            Assert.Empty(Reader.ReadAlone(source).Diagnostics);
        }
    }

    [Fact]
    public void Damaged_rules_do_not_throw() => Robustness.Check(Reader, "a.PolicyRules", Encoding.UTF8.GetBytes(Rules));
}
