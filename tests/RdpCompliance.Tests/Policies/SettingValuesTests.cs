using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

/// <summary>Numbers are told with what they mean, as the pack says it.</summary>
public sealed class SettingValuesTests
{
    private const string Stated = "stated-by: [{ local: HKLM\\SOFTWARE\\Contoso!B }]";
    private const string Source = "source: { experience: It is known. }";

    [Theory]
    [InlineData("values: { means: { 4: disabled, 0x10: all }, source: { experience: It is known. } }", "00000004", "Contoso!B is 4, disabled (locally)")]
    [InlineData("values: { means: { 4: disabled, 0x10: all }, source: { experience: It is known. } }", "00000010", "Contoso!B is 16, all (locally)")]
    [InlineData("values: { means: { 4: disabled, 0x10: all }, source: { experience: It is known. } }", "00000005", "Contoso!B is 5 (locally)")]
    [InlineData("values: contoso.a", "00000003", "Contoso!B is 3, manual (locally)")]
    [InlineData("unit: ms", "0000ea60", "Contoso!B is 60000 ms (locally)")]
    public void A_message_tells_a_number_with_its_meaning_or_its_unit(string told, string digits, string said)
    {
        var loaded = Load($"contoso.b: {{ of: machine, type: dword, {told}, {Stated} }}");
        Assert.Empty(loaded.Diagnostics.Select(diagnostic => diagnostic.Message));

        var file = $"""
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SOFTWARE]

            [HKEY_LOCAL_MACHINE\SOFTWARE\Contoso]
            "B"=dword:{digits}

            """;
        var finding = Packs.Scan(loaded.Pack, Packs.Settings, ("host.reg", file)).Findings.Single();

        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("values: { means: { four: disabled }, source: { experience: It is known. } }", "'four' is not a whole number")]
    [InlineData("values: contoso.c", "'contoso.c' is not a setting that says what its values mean")]
    [InlineData("values: { means: { 4: disabled } }", "'source' is missing")]
    public void What_cannot_be_told_is_refused(string told, string problem)
    {
        var problems = Load($"contoso.b: {{ of: machine, type: dword, {told}, {Stated} }}").Diagnostics.Select(diagnostic => diagnostic.Message);

        Assert.Contains(problems, message => message.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void The_pack_says_what_the_numbers_of_its_services_and_listeners_mean()
    {
        Assert.Equal("disabled", MeaningOf("service.start", 4));
        Assert.Equal("disabled", MeaningOf("service-start.termservice", 4));
        Assert.Equal("RDP security layer", MeaningOf("rdp.security-layer", 0));

        static string? MeaningOf(string setting, long number) => Repository.Pack.Setting(setting)?.Values?.Means.GetValueOrDefault(number);
    }

    private static LoadedPack Load(string setting) => PackLoader.Load(
        new SourceTree([
            Engine.Sources.Source.FromText(
                "settings.yml",
                $"contoso.a: {{ of: machine, type: dword, values: {{ means: {{ 3: manual }}, {Source} }}, {Stated} }}\n{setting}\n"),
            Engine.Sources.Source.FromText(
                Packs.Name,
                Packs.Rule($"subject: machine\nrequire: {{ setting: contoso.b, equals: 99 }}\n{Packs.Examples}")
                    .Replace("because of it.", "{because}.", StringComparison.Ordinal)),
        ]),
        Repository.Pack);
}
