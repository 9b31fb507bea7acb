<?php
/**
 * Plugin Name:       Passwave
 * Description:       A human check of your own server for sign-in, registration, lost password and comments: wave the phone, or press one button.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            The Passwave maintainers
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/old-licenses/gpl-2.0.html
 * Text Domain:       passwave
 * Domain Path:       /languages
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

define( 'PASSWAVE_FILE', __FILE__ );

/**
 * Loads classes.
 *
 * @param string[] $parts What they are about.
 */
function passwave_load( array $parts ) {
	foreach ( $parts as $part ) {
		require_once __DIR__ . '/includes/class-passwave-' . $part . '.php';
	}
}

passwave_load( array( 'answer', 'settings', 'trouble', 'server', 'passes', 'gate' ) );
passwave_load( array( 'widget', 'sign-in', 'account-forms', 'comments' ) );

/**
 * Connects the parts with WordPress.
 */
function passwave_start() {
	$settings = new Passwave_Settings();
	$server   = new Passwave_Server( $settings );
	if ( is_admin() ) {
		passwave_start_admin( $settings, $server );
	}
	// Whoever runs WP-CLI owns the site's files: there is nobody to check.
	if ( ! $settings->is_active() || ( defined( 'WP_CLI' ) && WP_CLI ) ) {
		return;
	}
	$passes = new Passwave_Passes();
	$gate   = new Passwave_Gate( $settings, $server, $passes );
	$widget = new Passwave_Widget( $settings, $passes );
	$forms  = array(
		new Passwave_Sign_In( $gate, $widget ),
		new Passwave_Account_Forms( $gate, $widget ),
		new Passwave_Comments( $gate, $widget ),
	);
	foreach ( $forms as $form ) {
		$form->add_hooks( $settings );
	}
	// For forms of themes and other plugins: do_action( 'passwave_print_check', 'sign-in' ).
	add_action( 'passwave_print_check', array( $widget, 'print_check' ) );
}
// Not later: some plugins try a password before "init".
add_action( 'plugins_loaded', 'passwave_start', 0 );

/**
 * Loads the translation for the language of the page.
 */
function passwave_load_translation() {
	load_plugin_textdomain( 'passwave', false, dirname( plugin_basename( PASSWAVE_FILE ) ) . '/languages' );
}
add_action( 'init', 'passwave_load_translation', 0 );

/**
 * The settings page, its test and the notices.
 *
 * @param Passwave_Settings $settings The settings.
 * @param Passwave_Server   $server   The server.
 */
function passwave_start_admin( $settings, $server ) {
	passwave_load( array( 'settings-page', 'fields', 'self-test', 'notices' ) );
	( new Passwave_Settings_Page( $settings, new Passwave_Fields( $settings ) ) )->add_hooks();
	( new Passwave_Self_Test( $settings, $server ) )->add_hooks();
	( new Passwave_Notices( $settings ) )->add_hooks();
}
