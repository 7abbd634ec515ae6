using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class LgpoTextCorpusTests(ITestOutputHelper output)
{
    private const string Folder = "gpo/mxk+win10-secure-baseline-gpo";

    /// <summary>LGPO.exe wrote each text from the Registry.pol beside it; those of the folder itself are named after the one backup below it.</summary>
    [CorpusFact]
    public void Every_LGPO_text_states_what_its_Registry_pol_states()
    {
        var pairs = Corpus
            .Files(Folder, "*.txt")
            .Where(path => !Path.GetFileName(path).StartsWith("LICENSE", StringComparison.Ordinal))
            .Select(text => (Text: text, Policy: PolicyOf(text)))
            .ToList();
        foreach (var (text, policy) in pairs)
        {
            var fromText = new LgpoTextReader().ReadAlone(Corpus.Read(text));
            var fromPolicy = new RegistryPolReader().ReadAlone(Corpus.Read(policy));

            output.WriteLine(
                $"{Path.GetRelativePath(Corpus.Folder(Folder), text)} = {Path.GetRelativePath(Corpus.Folder(Folder), policy)}: {fromText.Observations.Length} settings"
            );
            Assert.Empty(fromText.Diagnostics);
            Assert.Equal(Facts(fromPolicy), Facts(fromText));
        }

        Assert.Equal(8, pairs.Count);
    }

    /// <summary>The text does not say how many terminators a list ends with, so lists compare as lists.</summary>
    private static string Facts(SourceEvidence evidence) =>
        Readings.Lines(
            evidence.Observations.Select(seen =>
                seen.Value is SettingValue.Registry { Data: var data } && data.AsTexts() is { } texts
                    ? $"{seen.Address} {string.Join('|', texts)}"
                    : seen.Print()));

    private static string PolicyOf(string text) => Path.GetFileName(text) switch
    {
        "gpo-machine.txt" => Assert.Single(Corpus.Files(Folder + "/GPO", "registry.pol"), path => path.Contains("/Machine/", StringComparison.Ordinal)),
        "gpo-user.txt" => Assert.Single(Corpus.Files(Folder + "/GPO", "registry.pol"), path => path.Contains("/User/", StringComparison.Ordinal)),
        _ => Assert.Single(Directory.GetFiles(Path.GetDirectoryName(text) ?? "", "registry.pol")),
    };
}
