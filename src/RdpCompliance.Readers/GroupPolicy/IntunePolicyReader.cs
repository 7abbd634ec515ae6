using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Settings catalogue policies of Intune (Microsoft Graph's deviceManagementConfigurationPolicy),
/// as the portal exports them and as Graph answers: each setting is an item "mdm",
/// named by its settingDefinitionId, with the choice's id, number, text or list as "value".
/// A setting below another says so in "within". Secrets are not looked at.
/// </summary>
public sealed class IntunePolicyReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor NoValue = new(
        "RDP0131", DiagnosticEffect.Damage, "'{0}' has no value; a choice, simple or group value was wanted.");

    public string Format => "intune-policy";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var text = head.Text;
        return text.AsSpan().TrimStart() is not ['{' or '[', ..] || !text.Contains("\"settingDefinitionId\"", StringComparison.OrdinalIgnoreCase) ? null
            : text.Contains("deviceManagementConfiguration", StringComparison.OrdinalIgnoreCase) ? new(source, Certainty.BySignature)
            : text.Contains("\"settingInstance\"", StringComparison.OrdinalIgnoreCase) ? new Claim(source, Certainty.ByShape)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var json = LocatedJson.Parse(claim.Primary);
        var policies = Policies(json.Root).ToImmutableArray();
        var isOne = policies.Length == 1;
        var reading = new Reading();
        foreach (var policy in policies)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            reading.Read(policy, isOne ? null : NameOf(policy));
        }

        return new(claim.Primary, Format, new Origin.GroupPolicy(claim.Primary.Name) { Name = isOne ? NameOf(policies[0]) : null })
        {
            Items = reading.Items,
            Diagnostics = [.. json.Diagnostics, .. reading.Diagnostics],
        };
    }

    /// <summary>One policy, a list of policies, or the list of the settings of one, bare or as Graph wraps it ("value").</summary>
    private static IEnumerable<Node.Object> Policies(Node? root) => root switch
    {
        Node.Object policy when SettingsOf(policy) is not null => [policy],
        Node.Object answer when answer.Find("value") is Node.Array list => Policies(list) is var inner && list.Elements.Any(IsSetting) ? [answer] : inner,
        Node.Array list when list.Elements.Any(IsSetting) => [new Node.Object(list.Location, [new("value", list.Location, list)])],
        Node.Array list => list.Elements.OfType<Node.Object>().Where(policy => SettingsOf(policy) is not null),
        _ => [],
    };

    private static Node.Array? SettingsOf(Node.Object policy) => (policy.Find("settings") ?? policy.Find("settingsDetails")) as Node.Array;

    private static bool IsSetting(Node node) => node is Node.Object setting && setting.Find("settingInstance") is Node.Object;

    private static string? NameOf(Node.Object policy) => ((policy.Find("name") ?? policy.Find("displayName")) as Node.Text)?.Value;

    private sealed class Reading
    {
        private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        public ImmutableArray<Item> Items => _items.ToImmutable();

        public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

        public void Read(Node.Object policy, string? policyName)
        {
            var targeting = Assignments(policy);
            var first = _items.Count;
            foreach (var setting in (SettingsOf(policy) ?? policy.Find("value") as Node.Array)?.Elements.OfType<Node.Object>() ?? [])
            {
                ReadInstance(setting.Find("settingInstance"), within: null);
            }

            for (var index = first; index < _items.Count; index++)
            {
                _items[index] = _items[index] with { GpoName = policyName, Targeting = targeting };
            }
        }

        /// <summary>Nesting is limited by the parser.</summary>
        private void ReadInstance(Node? node, ItemField? within)
        {
            if (node is not Node.Object instance || instance.Find("settingDefinitionId") is not Node.Text id)
            {
                return;
            }

            if (instance.Find("choiceSettingValue") is Node.Object choice)
            {
                Add(id, choice.Find("value"), within);
                ReadChildren(choice, id.Value, id);
            }
            else if (instance.Find("simpleSettingValue") is Node.Object simple)
            {
                Add(id, IsSecret(simple) ? Hidden(id) : simple.Find("value"), within);
            }
            else if ((instance.Find("simpleSettingCollectionValue") ?? instance.Find("choiceSettingCollectionValue")) is Node.Array list)
            {
                AddList(id, list, within);
                foreach (var (element, index) in list.Elements.OfType<Node.Object>().Select((element, index) => (element, index)))
                {
                    ReadChildren(element, $"{id.Value}[{index}]", id);
                }
            }
            else if (instance.Find("groupSettingCollectionValue") is Node.Array groups)
            {
                foreach (var (group, index) in groups.Elements.OfType<Node.Object>().Select((group, index) => (group, index)))
                {
                    ReadChildren(group, $"{id.Value}[{index}]", id);
                }
            }
            else if (instance.Find("groupSettingValue") is Node.Object single)
            {
                ReadChildren(single, id.Value, id);
            }
            else
            {
                _diagnostics.Add(new(NoValue, id.Location, id.Value));
            }
        }

        private void ReadChildren(Node.Object parent, string name, Node.Text id)
        {
            foreach (var child in (parent.Find("children") as Node.Array)?.Elements ?? [])
            {
                ReadInstance(child, new("within", new SettingValue.Text(name), id.Location));
            }
        }

        private void Add(Node.Text id, Node? node, ItemField? within)
        {
            if (JsonScalar.Of(node) is var (value, location))
            {
                AddItem(id, new("value", value, location), within);
            }
            else
            {
                _diagnostics.Add(new(NoValue, id.Location, id.Value));
            }
        }

        private void AddList(Node.Text id, Node.Array list, ItemField? within)
        {
            var elements = list.Elements.OfType<Node.Object>().ToImmutableArray();
            if (elements.Any(IsSecret))
            {
                Add(id, Hidden(id), within);
                return;
            }

            var texts = elements.Select(element => element.Find("value")).Select(value => value switch
            {
                Node.Text text => text.Value,
                Node.Number number => number.Literal,
                _ => null,
            });
            AddItem(id, new("value", new SettingValue.List([.. texts.OfType<string>()]), list.Location), within);
        }

        private void AddItem(Node.Text id, ItemField value, ItemField? within) =>
            _items.Add(new("mdm", id.Value, within is null ? [value] : [value, within], id.Location));

        private static bool IsSecret(Node.Object value) =>
            value.Find("@odata.type") is Node.Text { Value: var type } && type.EndsWith("SecretSettingValue", StringComparison.OrdinalIgnoreCase);

        /// <summary>Stated at the setting's name, so that no report cuts the secret out of the file.</summary>
        private static Node.Unresolved Hidden(Node.Text id) => new(id.Location, UnknownReason.Unresolvable, "a secret");

        /// <summary>Whom the policy is assigned to, where the export says so; assignments to all devices or users target nobody in particular.</summary>
        private static string? Assignments(Node.Object policy)
        {
            var targets = (policy.Find("assignments") as Node.Array)
                ?.Elements.OfType<Node.Object>()
                .Select(assignment => assignment.Find("target"))
                .OfType<Node.Object>()
                .ToImmutableArray()
                ?? [];
            var texts = targets
                .Select(target => (Type: TypeOf(target), Group: (target.Find("groupId") as Node.Text)?.Value))
                .Where(target => !target.Type.StartsWith("all", StringComparison.Ordinal))
                .Select(target => $"{target.Type} {target.Group}".TrimEnd());
            return targets.IsEmpty || !texts.Any() ? null : string.Join(", ", texts);
        }

        private static string TypeOf(Node.Object target) =>
            target.Find("@odata.type") is Node.Text { Value: var type } ? type[(type.LastIndexOf('.') + 1)..] : "target";
    }
}
