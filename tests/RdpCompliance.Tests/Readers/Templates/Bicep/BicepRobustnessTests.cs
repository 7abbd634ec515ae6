using System.Text;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Prefixes and mutations of every file of the corpus: never an exception, never more than its share of memory.</summary>
public sealed class BicepRobustnessTests
{
    private const int PerFile = 2;

    /// <summary>Bytes that the tree of a file may take for each byte of its text. The files themselves take 50 to 160.</summary>
    private const int MostForAByte = 1000;

    private const int MostForAFile = 100_000;

    [CorpusFact]
    public void Whatever_is_cut_off_or_damaged_the_tree_holds_the_whole_text_and_is_no_larger_than_its_share()
    {
        foreach (var path in Files())
        {
            var sample = File.ReadAllBytes(path);
            foreach (var (bytes, description) in Robustness.Variants(sample, PerFile).Prepend((sample, "the file itself")))
            {
                var source = Source.FromBytes(Path.GetFileName(path), bytes);
                var length = source.Text.Value.Length;
                var before = GC.GetAllocatedBytesForCurrentThread();

                var file = BicepFile.Parse(source);

                var taken = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(taken < MostForAFile + ((long)MostForAByte * length), $"{taken:N0} bytes for {length:N0} characters: {description} of {path}");
                Assert.True(
                    source.Text.Value.Equals(BicepSyntaxTests.Printed(file), StringComparison.Ordinal),
                    $"{description} of {path} is not printed back.");
                BicepSyntaxTests.AssertNested(file);
            }
        }
    }

    [CorpusFact]
    public void Every_file_is_read_whatever_is_cut_off_or_damaged()
    {
        foreach (var path in Files())
        {
            Robustness.Check(new BicepReader(), Path.GetFileName(path), File.ReadAllBytes(path), PerFile);
        }
    }

    /// <summary>Small files that ask for much; each is stopped by a limit, which is said, long before it takes the machine.</summary>
    [Theory]
    [InlineData("var a0 = 'x'\n", "var a{1} = '${a{0}}${a{0}}'\n", "resource r 'Contoso.Sample/things@2024-01-01' = { name: 'r', properties: { p: a{0} } }\n")]
    [InlineData(
        "var a0 = { p: 1 }\n",
        "var a{1} = { p: a{0}, q: a{0} }\n",
        "resource r 'Contoso.Sample/things@2024-01-01' = { name: 'r', properties: a{0} }\n"
    )]
    [InlineData(
        "var a0 = [1]\n",
        "var a{1} = [...a{0}, ...a{0}]\n",
        "resource r 'Contoso.Sample/things@2024-01-01' = { name: 'r', properties: { p: a{0} } }\n"
    )]
    [InlineData(
        "var a0 = range(0, 9999)\n",
        "var a{1} = map(a{0}, x => filter(a0, y => x == y))\n",
        "resource r 'Contoso.Sample/things@2024-01-01' = { name: 'r', properties: { p: a{0} } }\n"
    )]
    [InlineData(
        "func a0(n int) int => n\n",
        "func a{1}(n int) int => a{0}(n) + a{0}(n)\n",
        "resource r 'Contoso.Sample/things@2024-01-01' = { name: 'r', properties: { p: a{0}(1) } }\n"
    )]
    [InlineData(
        "var t = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\nvar big = join(map(range(0, 1000), x => concat(t, t, t, t)), '')\nvar a0 = [big]\n",
        "var a{1} = concat(a{0}, a{0})\n",
        "resource r 'Contoso.Sample/things@2024-01-01' = [for i in range(0, 800): { name: 'r${i}', properties: { p: '${i}${join(a{0}, '')}' } }]\n"
    )]
    [InlineData("module m0 'm.bicep' = [for i in range(0, 800): { name: 'm${i}', params: { n: i } }]\n", "", "")]
    public void What_a_few_lines_can_ask_for_is_bounded(string first, string doubling, string last)
    {
        const int Doublings = 40;
        var text = new StringBuilder(first);
        for (var index = 0; index < Doublings; index++)
        {
            text.Append(doubling.Replace("{0}", $"{index}", StringComparison.Ordinal).Replace("{1}", $"{index + 1}", StringComparison.Ordinal));
        }

        text.Append(last.Replace("{0}", $"{Doublings}", StringComparison.Ordinal));
        var source = Source.FromText("main.bicep", text.ToString());
        var module = Source.FromText("m.bicep", """
            param n int
            module deeper 'n.bicep' = [for i in range(0, 800): { name: 'd${n}-${i}', params: { n: i } }]
            """
        );
        var deeper = Source.FromText(
            "n.bicep",
            "param n int\nresource r 'Contoso.Sample/things@2024-01-01' = [for i in range(0, 800): { name: 'r${n}-${i}', properties: { p: i } }]\n");

        Robustness.ReadOnce(new BicepReader(), source, new SourceTree([source, module, deeper]), text.ToString());
    }

    private static IEnumerable<string> Files() =>
        Corpus.Files("bicep", "*.bicep").Concat(Corpus.Files("bicep", "*.bicepparam")).Where(path => !path.Contains(".diagnostics.", StringComparison.Ordinal));
}
