using RdpCompliance.Cli;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

/// <summary>Sentences end once and say a thing once.</summary>
public sealed class MessageTests
{
    private const string Template =
        """
        param level int
        resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
          name: 'n'
          location: 'x'
          properties: {
            securityRules: [
              {
                name: 'r'
                properties: {
                  access: 'Allow'
                  direction: 'Inbound'
                  priority: 100
                  protocol: 'Tcp'
                  sourceAddressPrefix: '*'
                  sourcePortRange: '*'
                  destinationAddressPrefix: '*'
                  destinationPortRange: string(level)
                }
              }
            ]
          }
        }
        """;

    [Theory]
    [InlineData("did you mean 'x'?", "It is wrong; did you mean 'x'?")]
    [InlineData("known are a, b.", "It is wrong; known are a, b.")]
    [InlineData("no disk", "It is wrong; no disk.")]
    [InlineData("and so on...", "It is wrong; and so on....")]
    public void A_message_ends_once(string argument, string message)
    {
        var descriptor = new DiagnosticDescriptor("RDP0000", DiagnosticEffect.Note, "It is wrong; {0}.");

        Assert.Equal(message, new Diagnostic(descriptor, Location.StartOf(Source.FromText("a", ""), SpanUnit.Characters), argument).Message);
    }

    [Theory]
    [InlineData("'a.reg' cannot be read: permission denied.", "'a.reg' cannot be read: permission denied.")]
    [InlineData("No space left on device", "'a.reg' cannot be read: No space left on device.")]
    public void That_a_file_cannot_be_read_is_said_once(string failure, string message)
    {
        var tree = new SourceTree([new Source("a.reg", new Failing(failure))]);

        var collected = Collected.From(tree, EvidenceReaders.All, Demand.Everything, DeploymentInputs.None, CancellationToken.None);

        Assert.Equal([message], collected.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData("azure-pipelines")]
    [InlineData("github")]
    public async Task What_a_verdict_needs_is_said_once(string format)
    {
        using var folder = new TemporaryFolder();
        folder.Write("main.bicep", Template);

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--format", format, "--rule", "RDP9100", "--include-undecided", "all");

        Assert.Equal(ExitCode.Clean, result.Exit);
        var line = Assert.Single(result.Output.Split('\n'), line => line.Contains("RDP9100", StringComparison.Ordinal));
        Assert.Equal(2, line.Split("parameter 'level' has no default").Length);
    }

    private sealed class Failing(string message) : SourceBytes
    {
        public override long Length => 10;

        public override int Read(long offset, Span<byte> destination) => throw new IOException(message);
    }
}
