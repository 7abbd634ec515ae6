using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

/// <summary>What it means that nothing states a setting, where the sources say different things.</summary>
public sealed class SilenceTests
{
    private const string Key = @"HKEY_LOCAL_MACHINE\SOFTWARE\Contoso";

    [Fact]
    public void A_value_that_is_stated_decides()
    {
        Assert.Equal(Verdict.Pass, Judged("undecided", "\"B\"=dword:00000001"));
        Assert.Equal(Verdict.Fail, Judged("undecided", "\"B\"=dword:00000002"));
    }

    [Fact]
    public void Silence_on_which_sources_differ_decides_nothing() => Assert.Equal(Verdict.Undecided, Judged("undecided", "\"C\"=dword:00000001"));

    [Fact]
    public void Silence_with_a_meaning_decides() => Assert.Equal(Verdict.Pass, Judged("1", "\"C\"=dword:00000001"));

    [Fact]
    public void A_text_of_that_word_is_a_text()
    {
        var setting = Assert.Single(Load("'undecided'").Pack.Settings, setting => setting.Id == "contoso.b");

        Assert.False(Assert.Single(setting.Silence).IsUndecided);
    }

    private static Verdict Judged(string means, string line) =>
        Packs
            .Scan(
                Load(means).Pack,
                Packs.Settings,
                ("host.reg", $"Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\n\n[{Key}]\n{line}\n"))
            .Findings.Single(finding => finding.Rule.Id == "RDP1999")
            .Verdict;

    private static LoadedPack Load(string means) =>
        PackLoader.Load(
            new SourceTree([
                Source.FromText(
                    "settings.yml",
                    $$"""
                    contoso.b:
                      of: machine
                      type: dword
                      stated-by:
                        - local: HKLM\SOFTWARE\Contoso!B
                      silence:
                        - { means: {{means}}, source: { experience: Pages differ. } }
                    """
                ),
                Source.FromText(Packs.Name, Packs.Rule($"subject: machine\nrequire: {{ setting: contoso.b, equals: 1 }}\n{Packs.Examples}")),
            ]),
            Repository.Pack);
}
