using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Sending : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "asked_at",
                table: "outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_automatic",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "recipients",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "sender_address",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bcc",
                table: "messages",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "forward_of_id",
                table: "messages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_of_third_party",
                table: "messages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "further_senders",
                table: "mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "delivery_failures",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    address_normalized = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    ticket_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    report_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: true),
                    diagnostic = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_failures", x => new { x.message_id, x.address_normalized });
                    table.ForeignKey(
                        name: "fk_delivery_failures_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "undeliverable_addresses",
                columns: table => new
                {
                    address_normalized = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: true),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_undeliverable_addresses", x => x.address_normalized);
                });

            // What Microsoft was asked to send before counts against its day like what follows; 3 to 6 and 8 are all states after that (Tern.Features.Tickets.OutboxState).
            migrationBuilder.Sql("UPDATE outbox SET asked_at = COALESCE(accepted_at, last_attempt_at) WHERE state IN (3, 4, 5, 6, 8)");
            migrationBuilder.Sql("UPDATE outbox SET is_automatic = 1 WHERE message_id IN (SELECT id FROM messages WHERE automatic <> 0)");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_mailbox_id_asked_at",
                table: "outbox",
                columns: new[] { "mailbox_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_failures_ticket_id",
                table: "delivery_failures",
                column: "ticket_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delivery_failures");

            migrationBuilder.DropTable(
                name: "undeliverable_addresses");

            migrationBuilder.DropIndex(
                name: "ix_outbox_mailbox_id_asked_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "asked_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "is_automatic",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "recipients",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "sender_address",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "bcc",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "forward_of_id",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "is_of_third_party",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "further_senders",
                table: "mailboxes");
        }
    }
}
