using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class CodeLoaderTests
{
    private const string Sources = "sources:\n  page: { url: 'https://learn.microsoft.com/en-us/windows/page', says: It says so., read: 2026-11 }\n";

    [Fact]
    public void The_built_in_list_loads_without_a_word()
    {
        var report = new PackReport();
        var codes = CodeLoader.Load(Repository.Tree("policies").Find(CodeLoader.FileName) ?? throw new InvalidOperationException("It is missing."), report);

        Assert.Empty(report.Diagnostics.Select(diagnostic => $"{diagnostic.Location.Position?.Line}: {diagnostic.Message}"));
        Assert.Equal(8, codes.Lists.Length);
        Assert.All(codes.Lists.SelectMany(list => list.Codes), code => Assert.True(code.Standing == CodeStanding.Undocumented || code.Sources.Length > 0));
    }

    /// <summary>Numbers that are asked for most, each by the list in which the dialogue or a log shows it.</summary>
    [Theory]
    [InlineData(0x3u, "disconnect", "disconnectReasonByServer")]
    [InlineData(0x904u, "disconnect", "disconnectReasonAtClientWinsockFDCLOSE")]
    [InlineData(0x7u, "extended", "exDiscReasonServerDeniedConnection")]
    [InlineData(0xCu, "extended", "exDiscReasonLogoffByUser")]
    [InlineData(0x112Fu, "extended", "ERRINFO_GRAPHICSSUBSYSTEMFAILED")]
    [InlineData(0x5u, "negotiation", "HYBRID_REQUIRED_BY_SERVER")]
    [InlineData(0x59DDu, "gateway", "E_PROXY_TS_CONNECTFAILED")]
    [InlineData(0x3u, "avd", "InvalidCredentials")]
    [InlineData(0xC000035Bu, "status", "STATUS_BAD_BINDINGS")]
    public void A_number_has_its_name_in_each_list(uint number, string list, string name) =>
        Assert.Contains(name, Codes().Find(number).Where(found => found.List.Id == list).SelectMany(found => found.Code.Names));

    [Fact]
    public void A_range_speaks_only_where_the_number_has_no_entry()
    {
        var known = Assert.Single(Codes().Find(0x112F, CodePlace.Second));
        var within = Assert.Single(Codes().Find(0x2222, CodePlace.Second));

        Assert.Null(known.Code.Last);
        Assert.Equal(0x7FFFu, within.Code.Last);
    }

    [Theory]
    [InlineData("0x904/0x7", 0x904u, 0x7u, true)]
    [InlineData("0x904/0x7", 0x904u, null, true)]
    [InlineData("0x904/0x7", null, 0x7u, true)]
    [InlineData("0x904/0x7", 0x904u, 0x0u, false)]
    [InlineData("*/0x7", 0x3u, 0x7u, true)]
    [InlineData("*/0x7", null, 0x7u, true)]
    [InlineData("*/0x7", 0x904u, null, false)]
    [InlineData("0x3", 0x3u, 0x7u, true)]
    [InlineData("0x3", null, 0x3u, false)]
    [InlineData("*", 0x1u, null, true)]
    public void A_myth_speaks_of_the_numbers_that_it_names(string of, uint? first, uint? second, bool speaks) =>
        Assert.Equal(speaks, new CodeMyth([of], "It is so.", "It is not.").Speaks(first, second));

    [Theory]
    [InlineData("{ code: 0x1, meaning: it, standing: documented }", "'by' is missing here.")]
    [InlineData("{ code: 0x1, meaning: it, standing: documented, by: [pgae] }", "'pgae' is not an entry of sources.")]
    [InlineData("{ code: one, meaning: it, standing: undocumented }", "'one' is not a number up to 4294967295, such as 0x904.")]
    [InlineData("{ meaning: it, standing: undocumented }", "'code' is missing here.")]
    [InlineData("{ code: 0x1, standing: undocumented }", "'meaning' is missing here.")]
    [InlineData("{ code: 0x1, meaning: it, standing: certain }", "'certain' is not one of documented, in-part, observed, undocumented.")]
    public void A_bad_entry_is_refused_with_what_was_wanted(string entry, string message) =>
        Assert.Equal([message], Problems($"{Sources}spaces:\n  one: {{ title: One., shown-as: first, codes: [{entry}] }}\n"));

    [Theory]
    [InlineData("pairs: [{ of: 0x904, says: It. }]\n", "'0x904' is not a pair such as 0x904/0x7.")]
    [InlineData("myths: [{ of: [x], claim: It., truth: Not. }]\n", "'x' is not a pair such as 0x904/0x7, a number, '*/0x7' or '*'.")]
    public void What_is_said_of_numbers_names_numbers(string text, string message) => Assert.Equal([message], Problems($"{Sources}spaces: {{}}\n{text}"));

    private static CodeCatalogue Codes() =>
        CodeLoader.Load(Repository.Tree("policies").Find(CodeLoader.FileName) ?? throw new InvalidOperationException("It is missing."), new());

    private static IEnumerable<string> Problems(string text)
    {
        var report = new PackReport();
        CodeLoader.Load(Source.FromText(CodeLoader.FileName, text), report);
        return report.Diagnostics.Select(diagnostic => diagnostic.Message);
    }
}
