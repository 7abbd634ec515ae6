using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class ReferenceLoaderTests
{
    private const string Page = "https://learn.microsoft.com/en-us/windows-server/remote/page";

    [Fact]
    public void A_page_comes_with_what_it_states_and_when_it_was_opened()
    {
        var loaded = Load($"[{{ url: '{Page}', says: The port is 3389., read: 2026-11 }}]");

        Assert.Empty(Packs.Problems(loaded));
        Assert.Equal(new Reference.Page(Page, "The port is 3389.", "2026-11"), Assert.Single(loaded.Pack.Rules.Single().References));
    }

    [Fact]
    public void Experience_is_a_reference_of_a_rule_of_low_confidence()
    {
        var loaded = Load("[{ experience: Support threads report it. }]", "low");

        Assert.Empty(Packs.Problems(loaded));
        Assert.Equal(new Reference.Experience("Support threads report it."), Assert.Single(loaded.Pack.Rules.Single().References));
    }

    [Theory]
    [InlineData("high")]
    [InlineData("medium")]
    public void Experience_beside_more_confidence_than_low_is_refused(string confidence) => Assert.Equal(
        "'RDP1999' rests on experience; confidence low is wanted.",
        Problem(Load($"[{{ url: '{Page}', says: The port is 3389., read: 2026-11 }}, {{ experience: Support threads report it. }}]", confidence)));

    [Fact]
    public void A_rule_without_a_reference_is_refused() =>
        Assert.Equal("'RDP1999' rests on no reference.", Problem(Load("[]")));

    [Fact]
    public void A_rule_that_does_not_speak_of_references_is_refused()
    {
        var rule = Packs.Rule($"subject: listener\nrequire: {{ field: port, equals: 1 }}\n{Packs.Examples}");

        var loaded = Packs.Load(string.Join('\n', rule.Split('\n').Where(line => !line.StartsWith("references:", StringComparison.Ordinal))));

        Assert.Equal("'RDP1999' rests on no reference.", Problem(loaded));
    }

    [Theory]
    [InlineData("https://github.com/Azure/repair-script-library")]
    [InlineData("https://github.com/Azure/repair-script-library/")]
    [InlineData("https://www.github.com/Azure/repair-script-library#readme")]
    [InlineData("https://github.com/Azure/repair-script-library/tree/main")]
    [InlineData("https://gitlab.com/owner/project/-/tree/main")]
    [InlineData("https://github.com/Azure")]
    [InlineData("https://learn.microsoft.com")]
    [InlineData("https://learn.microsoft.com/en-us/")]
    public void A_front_page_is_refused(string address) =>
        Assert.Equal($"'{address}' is a front page; the page that states the claim is wanted.", Problem(Load(Reference(address))));

    [Theory]
    [InlineData("https://github.com/Azure/repair-script-library/blob/main/src/windows/win-dhcp-fix.ps1")]
    [InlineData("https://github.com/owner/project/issues/5")]
    [InlineData("https://support.microsoft.com/help/4093492")]
    [InlineData("https://systemcenter.wiki/?GetElement=Monitor&Type=UnitMonitor")]
    public void A_page_below_a_front_page_is_accepted(string address) => Assert.Empty(Packs.Problems(Load(Reference(address))));

    [Theory]
    [InlineData("https://aka.ms/MSRD-Collect-Feedback")]
    [InlineData("https://go.microsoft.com/fwlink/?linkid=2004227")]
    [InlineData("https://forms.office.com/r/abc")]
    [InlineData("https://docs.google.com/forms/d/abc/viewform")]
    [InlineData("https://github.com/owner/project/issues/new?template=bug.md")]
    public void A_short_link_and_a_form_are_refused(string address) =>
        Assert.Equal($"'{address}' is a short link or a form; the page that states the claim is wanted.", Problem(Load(Reference(address))));

    [Theory]
    [InlineData($"{{ url: '{Page}', read: 2026-11 }}", "'says' is missing here.")]
    [InlineData($"{{ url: '{Page}', says: '', read: 2026-11 }}", "'' is not a sentence with a full stop at its end.")]
    [InlineData($"{{ url: '{Page}', says: TODO., read: 2026-11 }}", "'TODO.' is not a sentence with a full stop at its end.")]
    [InlineData($"{{ url: '{Page}', says: The port is 3389. }}", "'read' is missing here.")]
    [InlineData($"{{ url: '{Page}', says: The port is 3389., read: 2026 }}", "'2026' is not a year and a month such as 2026-11.")]
    [InlineData($"{{ url: '{Page}', says: The port is 3389., read: 2026-13 }}", "'2026-13' is not a year and a month such as 2026-11.")]
    [InlineData("{ says: The port is 3389., read: 2026-11 }", "'url' is missing here.")]
    [InlineData("{ url: 'http://example.org/page', says: The port is 3389., read: 2026-11 }", "'http://example.org/page' is not an https address.")]
    [InlineData("{ url: page.md, says: The port is 3389., read: 2026-11 }", "'page.md' is not an https address.")]
    [InlineData($"{{ experience: Seen at work., url: '{Page}' }}", "'url' is not said of experience, which no page states.")]
    [InlineData("{ experience: yes }", "'yes' is not a sentence with a full stop at its end.")]
    [InlineData($"'{Page}'", "'a reference' is a text; a mapping is wanted.")]
    public void A_reference_that_lacks_a_part_is_refused_with_what_was_wanted(string reference, string message) =>
        Assert.Equal(message, Problem(Load($"[{reference}]", "low")));

    [Theory]
    [InlineData("{ url: 'https://github.com/Azure/repair-script-library', says: It is so., read: 2026-11 }", "is a front page;")]
    [InlineData("{ experience: yes }", "is not a sentence")]
    [InlineData("{ url: 'https://example.org/page', says: It is so. }", "'read' is missing here.")]
    [InlineData("'https://example.org/page'", "is a text; a mapping is wanted.")]
    public void What_says_the_meaning_of_silence_is_held_to_the_same(string source, string message)
    {
        var settings = Source.FromText("settings.yml", $$"""
            a.b:
              of: machine
              type: dword
              stated-by:
                - local: HKLM\SYSTEM\A!B
              silence:
                - { means: 1, source: {{source}} }
            """);

        Assert.Contains(message, Problem(PackLoader.Load(new SourceTree([settings]), Repository.Pack)), StringComparison.Ordinal);
    }

    private static string Reference(string address) => $"[{{ url: '{address}', says: It is so., read: 2026-11 }}]";

    private static LoadedPack Load(string references, string confidence = "medium") => Packs.Load(Packs.Rule($$"""
        confidence: {{confidence}}
        references: {{references}}
        subject: listener
        require: { field: port, equals: 1 }
        {{Packs.Examples}}
        """));

    private static string Problem(LoadedPack loaded) => Assert.Single(loaded.Diagnostics).Message;
}
