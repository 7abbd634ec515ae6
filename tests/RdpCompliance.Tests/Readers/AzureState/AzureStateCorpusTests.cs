using System.Globalization;
using System.Text.RegularExpressions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.AzureState;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.AzureState;

/// <summary>Stored answers of Azure as its tools and the tests of other products recorded them.</summary>
public sealed class AzureStateCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Folders = ["azure-state", "azure-state-2026"];

    /// <summary>What holds no resource with an id, by how the file's name ends or what folder it lies in.</summary>
    private static readonly string[] NoResources =
    [
        // Answers about a moment: effective routes, flow checks, topologies, next hops, addresses, instance views without their machine.
        "002.GET.operationresults", "020.GET.operationresults", "022.GET.operationresults", "031.GET.operationresults", "036.GET.operationresults",
        "039.GET.operationresults", "043.GET.operationresults", "047.GET.operationresults", "051.GET.operationresults", "055.GET.operationresults",
        ".operations.200.json", "queryinboundnatruleportmapping.list.200.json", ".topology.list.200.json",
        "instanceview.list.200.json", "_InstanceView.json", "vm_list-ip-addresses.json", "network_nic_show-effective-route-table.json",
        "network_watcher_show-next-hop.json", "network_watcher_show-security-group-view.json", "network_watcher_show-topology.json",
        "network_watcher_test-ip-flow.json", "operationResults_2bb2b4f9-6bf8-491a-8345-45ea65dcf8e4.json", "metric_filter_find/01_GET",
        "metric_filter_not_find/01_GET",

        // Of other things: resource groups, providers, shared galleries; lists of nothing; members that a query chose.
        "_resourcegroups.json", "_resourcegroups_test_vm.json", "_providers_Microsoft.Compute.json", "Compute.json", "052.POST.resources.list.200.json",
        "empty-array-inputobject.json", "empty-array-piped.json", "empty-result.json", "sessionhost.select-depth1.json",

        // Not answers: expectations beside them, recordings of whole sessions, templates of another tool's tests.
        "expectations.json", "Recording.json", "/cassettes/", "/turbot+steampipe-plugin-azure/",
    ];

    private static readonly string[] AddedByTheCommand = ["fqdns", "macAddresses", "powerState", "privateIps", "publicIps"];

    private static readonly string[] OfTheMoment =
        [".instanceView", ".resources", ".hardwareProfile.vmSize", ".identity.principalId", ".networkProfile.networkInterfaces"];

    /// <summary>The recording has no answer of that moment, or another recording has an answer of the same id.</summary>
    private static readonly string[] OfOtherMoments =
    [
        "azcli.test_multiple_ipconfigs_update_with_asg/network_nic_show.json", "azcli.test_network_vpn_connection_ipsec/network_vnet-gateway_list.json",
        "azext.test_NewExtensionMultiNic/vm_list_-d.json", "azext.test_NewExtensionMultiNic/vm_show_-d.json",
    ];

    [CorpusFact]
    public void Every_answer_is_read_but_what_holds_no_resource()
    {
        var wrong = new List<string>();
        var read = 0;
        foreach (var path in Folders.SelectMany(folder => Corpus.Files(folder, "*.json")))
        {
            var source = Corpus.Read(path);
            var isRead = ClaimOf(source) is { } claim && ReadOf(source, claim) is { IsDamaged: false } evidence
                && (!evidence.Resources.IsEmpty || evidence.Diagnostics.Any(one => one.Id is "RDP0134" or "RDP0137"));
            read += isRead ? 1 : 0;
            if (isRead == NoResources.Any(end => path.Contains(end, StringComparison.Ordinal)) && !path.Contains("/turbot", StringComparison.Ordinal))
            {
                wrong.Add(path);
            }
        }

        output.WriteLine($"{read} files read");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(read > 330);
    }

    /// <summary>The Azure CLI printed these out of those answers: the same resource has the same members and values.</summary>
    [CorpusFact]
    public void What_the_command_line_prints_is_what_the_service_answered()
    {
        var differing = new List<string>();
        var equal = 0;
        var answers = Corpus.Files("azure-state-2026", "*.json")
            .Where(path => !path.Contains("/az-cli-2.45-replay/", StringComparison.Ordinal))
            .SelectMany(ResourcesIn)
            .ToLookup(one => one.Id!, StringComparer.OrdinalIgnoreCase);
        foreach (var printed in Corpus.Files("azure-state-2026/az-cli-2.45-replay", "*.json"))
        {
            var text = Corpus.Read(printed).Text.Value;
            foreach (var resource in ResourcesIn(printed).Where(one => !one.IsExisting && answers.Contains(one.Id!)))
            {
                var different = answers[resource.Id!]
                    .Select(answer => string.Join(", ", Differences(resource.Body, answer.Body, "").Where(one => !IsOfTheTool(one, text)).Take(4)))
                    .ToList();
                if (different.Contains(""))
                {
                    equal++;
                }
                else
                {
                    var file = $"{Path.GetFileName(Path.GetDirectoryName(printed))}/{Path.GetFileName(printed)}";
                    differing.Add($"{file} {resource.Type} {different.MinBy(one => one.Length)}");
                }
            }
        }

        output.WriteLine($"{equal} equal\n{string.Join('\n', differing.Distinct())}");
        Assert.True(equal >= 140);
        Assert.DoesNotContain(differing, one => !OfOtherMoments.Any(known => one.StartsWith(known, StringComparison.Ordinal)));
    }

    /// <summary>
    /// What the command adds (<c>-d</c> asks for addresses and power), what its model does not have, what was another thing at another moment of the recording.
    /// </summary>
    private static bool IsOfTheTool(string difference, string printed)
    {
        var path = difference.Split(' ')[0];
        var name = path[(path.LastIndexOf('.') + 1)..];
        return AddedByTheCommand.Contains(name, StringComparer.Ordinal)
            || OfTheMoment.Any(one => path.StartsWith(one, StringComparison.Ordinal))
            || (difference.EndsWith("answered", StringComparison.Ordinal) && !Regex.IsMatch(printed, $"\"{name}\": (?!null|\\[\\])", RegexOptions.IgnoreCase));
    }

    private static bool AreOneTime(Node one, Node other) =>
        one is Node.Text { Value: var a } && other is Node.Text { Value: var b }
        && DateTimeOffset.TryParse(a, CultureInfo.InvariantCulture, out var first) && DateTimeOffset.TryParse(b, CultureInfo.InvariantCulture, out var second)
        && Math.Abs((first - second).TotalMilliseconds) < 1;

    private static IEnumerable<string> Differences(Node one, Node other, string path)
    {
        switch (one, other)
        {
            case (Node.Object a, Node.Object b):
                foreach (var name in a.Properties.Concat(b.Properties).Select(property => property.Name).Distinct(StringComparer.OrdinalIgnoreCase))
                {
                    var (left, right) = (a.Find(name), b.Find(name));
                    if (left is null || right is null)
                    {
                        yield return $"{path}.{name} is only {(left is null ? "answered" : "printed")}";
                    }
                    else
                    {
                        foreach (var difference in Differences(left, right, $"{path}.{name}"))
                        {
                            yield return difference;
                        }
                    }
                }

                break;
            case (Node.Array a, Node.Array b) when a.Elements.Length == b.Elements.Length:
                foreach (var difference in a.Elements.Zip(b.Elements).SelectMany((pair, index) => Differences(pair.First, pair.Second, $"{path}[{index}]")))
                {
                    yield return difference;
                }

                break;
            case (Node.Unresolved, Node.Unresolved):
                break;
            default:
                if (!NodeComparison.SaySame(one, other) && !AreOneTime(one, other))
                {
                    yield return path;
                }

                break;
        }
    }

    private static IEnumerable<Resource> ResourcesIn(string path) =>
        Corpus.Read(path) is var source && ClaimOf(source) is { } claim ? ReadOf(source, claim).Resources : [];

    private static Claim? ClaimOf(Source source)
    {
        var bytes = source.ReadAllBytes();
        return new AzureStateReader().Claim(source, new(bytes[..Math.Min(bytes.Length, 65_536)]), new SourceTree([source]));
    }

    private static SourceEvidence ReadOf(Source source, Claim claim) =>
        new AzureStateReader().Read(claim, new(new SourceTree([source]), Demand.Everything, CancellationToken.None));
}
